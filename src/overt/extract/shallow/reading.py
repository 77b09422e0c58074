"""Reads one report in a language without a parser: Report and Passages -> Reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from overt.extract.shallow.accounts import build_account
from overt.extract.shallow.build import Reader
from overt.extract.shallow.cast import Cast, person_key
from overt.extract.shallow.entities import build_entities
from overt.extract.shallow.figures import find_figures
from overt.extract.shallow.groups import Group, group_tells
from overt.extract.shallow.landings import with_landing
from overt.extract.shallow.language import Language, load_language
from overt.extract.shallow.lines import Line, read_lines
from overt.extract.shallow.roles import TAKINGS
from overt.extract.shallow.scenes import scene_of, set_scenes
from overt.extract.shallow.sponsors import SponsorHit, find_sponsors
from overt.extract.shallow.tells import LEGAL, find_tells
from overt.extract.shallow.voices import Voices
from overt.extract.voices.cited import find_cited
from overt.types.account import Account, Participant, Reading, Role
from overt.types.passage import Passage
from overt.types.report import Report

_FICTION = 2  # words of sport, fiction or business in the first sentence of the body


def read_shallow(report: Report, passages: Sequence[Passage]) -> Reading:
    """Return what the report says as far as the words of its language tell; nothing for a language without words."""
    language = load_language(report.language)
    if language is None:
        return Reading(report=report, accounts=(), statistics=(), entities=(), cites=())
    lines = read_lines(report, passages)
    cast = Cast(language=language, lines=lines)
    tells = with_landing(find_tells(lines, language), lines, language)
    stage = set_scenes(tells, cast, report.published.interval if report.published else None)
    sponsors = [hit for line in lines for hit in find_sponsors(line, cast)]
    sponsored = frozenset(hit.actor.line.number for hit in sponsors)
    groups = group_tells(tells, {tell: scene_of(tell, stage, report, cast, sponsored) for tell in tells})
    entities = build_entities(report, cast, [hit.actor for hit in sponsors])
    has_verdict = any(tell.type == "response.verdict" and not tell.is_weak for tell in tells)
    voices = Voices(report=report, cast=cast, has_verdict=has_verdict)
    reader = Reader(report=report, cast=cast, stage=stage, voices=voices, entities=entities, tells=tells)
    flags = () if sponsors or _is_in_scope(lines, language) else ("out_of_scope",)
    shared = [_sponsors_of(group, groups, sponsors) for group in groups]
    accounts = [build_account(reader, group, hits, flags) for group, hits in zip(groups, shared, strict=True)]
    return Reading(
        report=report,
        accounts=_with_steps(accounts, _Marked.of(cast)),
        statistics=find_figures(report, cast, voices),
        entities=entities.entities,
        cites=tuple(dict.fromkeys((*voices.cites(), *find_cited(report, passages)))),
    )


def _is_in_scope(lines: Sequence[Line], language: Language) -> bool:
    """Say whether the words are on our subject; a second and third country count like words of states."""
    first = next((line for line in lines if not line.is_heading), None)
    if first is not None and len({match[0] for match in language.lexicon.counter.finditer(first.text)}) >= _FICTION:
        return False
    text = "\n".join(line.text for line in lines)
    nations = {language.country_of(match[0]) for match in language.nation.finditer(text)}
    seats = [code for code, pattern in language.seats.items() if pattern.search(text)]
    return language.lexicon.is_in_scope(text, nations=max(0, len(nations) - 1) + len(seats))


def _sponsors_of(group: Group, groups: Sequence[Group], sponsors: Sequence[SponsorHit]) -> tuple[SponsorHit, ...]:
    """Return who is said to stand behind a group: in its lines, or in lines without a tell near them."""
    acts = [other for other in groups if other.family not in ("response", "movement")]
    told = {tell.line.number for other in groups for tell in other.tells}
    own = {tell.line.number for tell in group.tells}
    is_act = group in acts
    found = []
    for hit in sponsors:
        number = hit.actor.line.number
        is_loose = number not in told and (not acts or group is _nearest(acts, number) or not is_act)
        is_shared = len(acts) <= 1
        if number in own or is_loose or is_shared:
            found.append(hit)
    return tuple(found)


def _nearest(groups: Sequence[Group], number: int) -> Group:
    return min(groups, key=lambda group: min(abs(number - tell.line.number) for tell in group.tells))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """Keys of the people of a report whom states pursue, and words for those whom nobody knows."""

    pursued: frozenset[str]
    unknown: frozenset[str]

    @classmethod
    def of(cls, cast: Cast) -> "_Marked":
        people = [person for some in cast.people.values() for person in some]
        return cls(
            pursued=frozenset(_key(p.name, p.line.text[p.start : p.end]) for p in people if p.is_pursued),
            unknown=frozenset(_key(None, p.line.text[p.start : p.end]) for p in people if p.is_unknown),
        )


def _key(name: str | None, words: str | None) -> str:
    return person_key(name) if name else (words or "").casefold()


def _with_steps(accounts: Sequence[Account], marked: _Marked) -> tuple[Account, ...]:
    """Tie the law's steps to the report's only act, which takes over their suspects where it has none.

    Those whom states pursue, and those to whom the act was done, are arrested as victims: they did not do it.
    """
    acts = [account for account in accounts if not account.type.startswith(("response.", "movement."))]
    if len(acts) != 1:
        return tuple(accounts)
    act = acts[0]
    steps = [account for account in accounts if account.type in LEGAL]
    if act.type in TAKINGS:
        steps = [step for step in steps if step.type != "response.arrest"]
    known = {person.entity_key for person in act.participants if person.entity_key}
    suspects = tuple(
        p
        for step in steps
        for p in step.participants
        if p.role is Role.PERPETRATOR
        and p.entity_key not in known
        and _key(p.name, p.description) not in marked.pursued
    )
    whole = act
    doers = [p for p in act.participants if p.role is Role.PERPETRATOR]
    if suspects and all(_key(p.name, p.description) in marked.unknown for p in doers):
        whole = _with_suspects(act, suspects, steps)
    ids = {account.id for account in accounts if account.type in LEGAL}
    return tuple(
        whole if account is act else replace(account, stage_of=(act.id,)) if account.id in ids else account
        for account in accounts
    )


def _with_suspects(act: Account, suspects: tuple[Participant, ...], steps: Sequence[Account]) -> Account:
    wanted = {claim for person in suspects for claim in person.claim_ids}
    claims = {claim.id: replace(claim, inferred=True) for step in steps for claim in step.claims if claim.id in wanted}
    own = {claim.id: claim for claim in act.claims}
    unique = {(person.entity_key or person.description): person for person in suspects}
    merged = sorted((claims | own).values(), key=lambda claim: (claim.span, claim.field, claim.value))
    return replace(act, participants=(*act.participants, *unique.values()), claims=tuple(merged))
