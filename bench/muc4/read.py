"""Reads one document: Document in, templates out; the rules propose, a learned layer may score, fillers are placed."""

from collections.abc import Sequence
from dataclasses import replace

from bench.muc4.documents import Document
from bench.muc4.propose import propose
from bench.muc4.templates import Filler, Proposal, Scorer, Template


def read_document(document: Document, scorer: Scorer | None = None) -> tuple[Template, ...]:
    """Return the templates of a document; without a scorer those of the rules alone."""
    return settle(propose(document), scorer)


def settle(proposal: Proposal, scorer: Scorer | None) -> tuple[Template, ...]:
    """Return the templates with the fillers that the learned layer leaves, each in the templates it belongs to.

    Where the rules see no incident and the layer has fillers, they make one attack; a layer without any fillers of a
    document says nothing against the templates that the rules filled.
    """
    if scorer is None:
        return proposal.templates
    fillers = scorer.score(proposal)
    templates = proposal.templates or ((_bare(fillers),) if fillers else ())
    return tuple(
        replace(template, fillers=tuple(f for f in fillers if number in _homes(f, templates)))
        for number, template in enumerate(templates)
    )


def _bare(fillers: Sequence[Filler]) -> Template:
    triggers = tuple((filler.mentions[0].start, filler.mentions[0].end) for filler in fillers)
    return Template(incident_type="attack", triggers=triggers, slots={"stage": "ACCOMPLISHED"})


def _homes(filler: Filler, templates: tuple[Template, ...]) -> frozenset[int]:
    """Return the templates of a filler: where the rules had it, else the one that is told nearest to it."""
    spans = {(mention.start, mention.end) for mention in filler.mentions}
    own = frozenset(
        number
        for number, template in enumerate(templates)
        for other in template.fillers
        if other.role is filler.role and any(_overlap(span, (m.start, m.end)) for span in spans for m in other.mentions)
    )
    return own or frozenset([min(range(len(templates)), key=lambda number: _distance(spans, templates[number]))])


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _distance(spans: set[tuple[int, int]], template: Template) -> int:
    return min((abs(a[0] - b[0]) for a in spans for b in template.triggers), default=0)
