"""Reads one document: Document in, templates out; the rules propose, a learned layer may score, fillers are placed."""

from collections.abc import Sequence
from dataclasses import replace

from bench.muc4.circumstances import Circumstances
from bench.muc4.documents import Document
from bench.muc4.names import words_of
from bench.muc4.propose import propose
from bench.muc4.templates import Filler, MucRole, Proposal, Scorer, Template


def read_document(document: Document, scorer: Scorer | None = None) -> tuple[Template, ...]:
    """Return the templates of a document; without a scorer those of the rules alone."""
    return settle(propose(document), scorer)


def settle(proposal: Proposal, scorer: Scorer | None) -> tuple[Template, ...]:
    """Return the templates with the fillers that the learned layer leaves, each in the templates it belongs to.

    Where the rules see no incident and the layer has fillers, they make one attack.
    """
    templates = proposal.templates
    if scorer is not None:
        fillers = scorer.score(proposal)
        templates = templates or ((_bare(fillers),) if fillers else ())
        templates = place_fillers(fillers, templates)
    around = Circumstances(proposal.document, proposal.parsed)
    return tuple(_with_confidence(_retyped(template), around) for template in templates)


def _bare(fillers: Sequence[Filler]) -> Template:
    triggers = tuple((filler.mentions[0].start, filler.mentions[0].end) for filler in fillers)
    return Template(incident_type="attack", triggers=triggers, slots={"stage": "ACCOMPLISHED"})


def place_fillers(fillers: Sequence[Filler], templates: Sequence[Template]) -> tuple[Template, ...]:
    """Return the templates with these fillers in place of their own.

    A filler goes where the rules had it, else to the template that is told nearest to it; an organisation stands behind
    all that one document tells; explosives go to bombings and other weapons elsewhere, where there is a choice. Each
    choice raised the template F1 of right fillers on the training documents.
    """
    return tuple(
        replace(template, fillers=tuple(f for f in fillers if number in _homes(f, templates)))
        for number, template in enumerate(templates)
    )


def _homes(filler: Filler, templates: Sequence[Template]) -> frozenset[int]:
    everywhere = range(len(templates))
    if filler.role is MucRole.PERP_ORG:
        return frozenset(everywhere)
    if filler.role is MucRole.WEAPON:
        is_bomb = is_explosive(filler)
        fitting = [number for number in everywhere if (templates[number].incident_type == "bombing") is is_bomb]
        return frozenset([_nearest(filler, templates, fitting or everywhere)])
    own = frozenset(number for number in everywhere if _has(templates[number], filler))
    return own or frozenset([_nearest(filler, templates, everywhere)])


def _has(template: Template, filler: Filler) -> bool:
    return any(
        other.role is filler.role and one.start < mention.end and mention.start < one.end
        for other in template.fillers
        for one in other.mentions
        for mention in filler.mentions
    )


def _nearest(filler: Filler, templates: Sequence[Template], numbers: Sequence[int]) -> int:
    def distance(number: int) -> int:
        triggers = templates[number].triggers
        return min((abs(m.start - start) for m in filler.mentions for start, _ in triggers), default=0)

    return min(numbers, key=distance)


def is_explosive(filler: Filler) -> bool:
    """Say whether a weapon explodes: what is done with it is a bombing."""
    return any(word in filler.mentions[0].text for word in words_of("explosives"))


def _retyped(template: Template) -> Template:
    weapons = [filler for filler in template.fillers if filler.role is MucRole.WEAPON]
    if template.incident_type == "attack" and any(map(is_explosive, weapons)):
        return replace(template, incident_type="bombing")
    return template


def _with_confidence(template: Template, around: Circumstances) -> Template:
    """Return the template with the confidence of its first organisation, none where it has no organisation."""
    slots = {name: value for name, value in template.slots.items() if name != "confidence"}
    body = next((filler for filler in template.fillers if filler.role is MucRole.PERP_ORG), None)
    if body is not None:
        slots["confidence"] = around.confidence(body.mentions[0])
    return replace(template, slots=slots)
