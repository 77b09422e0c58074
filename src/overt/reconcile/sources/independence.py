"""Decides how far reports depend on each other for one proposition (codebook §8.3): claims -> relations and groups."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import combinations

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold
from overt.reconcile.sources.copies import Copies
from overt.types.claim import Claim, Speaker, SpeakerKind
from overt.types.incident import SourceRelation
from overt.types.report import Report

_MEDIA = frozenset({SpeakerKind.OUTLET, SpeakerKind.JOURNALIST})
# Beyond this many reports of one incident the rest count as undetermined: enumeration would cost more than it tells.
_MAX_COMPARED = 40
_MAX_BRUTE_FORCE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A report as a witness for one proposition: where its claims say they come from."""

    report: Report
    cites: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def published(self) -> tuple[date | None, date | None]:
        """Earliest and latest possible day of publication."""
        interval = self.report.published.interval if self.report.published else None
        return (interval.lo, interval.hi) if interval else (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Origin groups of the witnesses of one proposition. `independent` is I, `undetermined` U of §8.3."""

    groups: tuple[tuple[str, ...], ...]
    independent: int
    undetermined: int
    relations: tuple[SourceRelation, ...]


def weigh_witnesses(witnesses: Sequence[Witness], copies: Copies) -> Standing:
    """Compare all witnesses pairwise and count origin groups. Undetermined unless a rule says otherwise."""
    ordered = sorted(witnesses, key=lambda w: w.report.id)
    relations = [relate(a, b, copies) for a, b in combinations(ordered[:_MAX_COMPARED], 2)]
    dependent = [(r.report_a, r.report_b) for r in relations if r.relation == "dependent"]
    groups = join_groups([w.report.id for w in ordered], dependent)
    group_of = {report: group for group in groups for report in group}
    apart = {frozenset({group_of[r.report_a], group_of[r.report_b]}) for r in relations if r.relation == "independent"}
    independent = min(len(groups), max(1, _largest_independent(groups, apart)))
    return Standing(
        groups=groups,
        independent=independent,
        undetermined=len(groups) - independent,
        relations=tuple(relations),
    )


def join_groups(keys: Sequence[str], pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the connected components, each sorted, in order of their first key."""
    group_of = {key: {key} for key in keys}
    for a, b in pairs:
        if group_of[a] is not group_of[b]:
            group_of[a] |= group_of[b]
            for key in group_of[b]:
                group_of[key] = group_of[a]
    return tuple(sorted({tuple(sorted(group)) for group in group_of.values()}))


def _largest_independent(groups: Sequence[tuple[str, ...]], apart: set[frozenset[tuple[str, ...]]]) -> int:
    involved = [group for group in groups if any(group in pair for pair in apart)]
    if len(involved) > _MAX_BRUTE_FORCE:
        chosen: list[tuple[str, ...]] = []
        for group in involved:
            if all(frozenset({group, other}) in apart for other in chosen):
                chosen.append(group)
        return len(chosen)
    for size in range(len(involved), 1, -1):
        for some in combinations(involved, size):
            if all(frozenset(pair) in apart for pair in combinations(some, 2)):
                return size
    return min(1, len(groups))


def relate(a: Witness, b: Witness, copies: Copies) -> SourceRelation:
    """Return how two reports depend on each other for what their claims say, by the first of I1-I9 that holds."""
    first, second = (a, b) if a.report.id < b.report.id else (b, a)
    relation, rule, evidence = "undetermined", "I9", "nothing shows whether they share an origin"
    for test in (_copied, _cited, _quoted, _affiliated, _own_reporting, _material, _no_origin):
        found = test(first, second, copies)
        if found:
            relation, rule, evidence = found
            break
    return SourceRelation(
        report_a=first.report.id, report_b=second.report.id, relation=relation, rule=rule, evidence=evidence
    )


_Found = tuple[str, str, str] | None


def _copied(a: Witness, b: Witness, copies: Copies) -> _Found:
    if a.report.sha256_text == b.report.sha256_text or a.report.sha256_raw == b.report.sha256_raw:
        return "dependent", "I1", "the same text"
    near = copies.near.get((a.report.id, b.report.id))
    if near:
        return "dependent", "I1", near
    slug = _slug(a.report) & _slug(b.report)
    return ("dependent", "I1", f"both carry the agency line {', '.join(sorted(slug))}") if slug else None


def _slug(report: Report) -> frozenset[str]:
    """Agencies named in a dateline or sign-off: "(Reuters) -", "- Reuters" at either end of the text."""
    return _agencies_marked(report.text[:300] + "\n" + report.text[-200:])


@lru_cache(maxsize=10_000)  # a report is compared with every other report of every proposition
def _agencies_marked(ends: str) -> frozenset[str]:
    marked = re.findall(r"\(([A-Z][\w/ .-]{1,25})\)\s*[-–—]|[-–—/]\s*([A-Z][\w/ .-]{1,25})\s*$", ends, re.MULTILINE)
    return frozenset(key for pair in marked for key in map(outlet_key, filter(None, pair)) if key in _agencies())


@cache
def _agencies() -> frozenset[str]:
    return frozenset(outlet_key(name) for name in read_knowledge("sources.yaml")["class_of_outlet"]["major_agency"])


def _cited(a: Witness, b: Witness, copies: Copies) -> _Found:  # noqa: ARG001 - one signature for all tests
    for one, other in ((a, b), (b, a)):
        outlet = outlet_key(other.report.outlet or "")
        if outlet and outlet != outlet_key(one.report.outlet or "") and outlet in set(map(outlet_key, one.cites)):
            return "dependent", "I2", f"{one.report.id} cites {other.report.outlet}"
    for claim_a, claim_b in ((x, y) for x in a.claims for y in b.claims):
        for x in _passed_on(claim_a):
            for y in _passed_on(claim_b):
                if x.name and y.name and outlet_key(x.name) == outlet_key(y.name):
                    return "dependent", "I2", f"both cite {x.name}"
    return None


def _passed_on(claim: Claim) -> list[Speaker]:
    """The outlets and documents of a chain, its publisher left out."""
    return [s for s in claim.voice.chain if s.span and s.named and s.kind in _MEDIA | {SpeakerKind.DOCUMENT}]


def _quoted(a: Witness, b: Witness, copies: Copies) -> _Found:
    quote = copies.quotes.get((a.report.id, b.report.id))
    if quote:
        return "dependent", "I3", quote
    names = {fold(s.name): s.name for s in _origins(a) if s.named and s.name}
    for speaker in _origins(b):
        if speaker.named and speaker.name and fold(speaker.name) in names:
            return "dependent", "I3", f"both rest on {speaker.name}"
    return None


def _affiliated(a: Witness, b: Witness, copies: Copies) -> _Found:  # noqa: ARG001
    outlet_a, outlet_b = outlet_key(a.report.outlet or ""), outlet_key(b.report.outlet or "")
    if outlet_a and outlet_a == outlet_b:
        return "dependent", "I4", f"both are of {a.report.outlet}"
    described = {fold(s.description): s.description for s in _origins(a) if s.description and _is_body(s)}
    for speaker in _origins(b):
        if speaker.description and _is_body(speaker) and fold(speaker.description) in described:
            return "dependent", "I4", f'both rest on "{speaker.description}"'
    return None


def _is_body(speaker: Speaker) -> bool:
    return speaker.kind in {
        SpeakerKind.GOVERNMENT,
        SpeakerKind.SERVICE,
        SpeakerKind.POLICE,
        SpeakerKind.PROSECUTOR,
        SpeakerKind.COURT,
    }


def _own_reporting(a: Witness, b: Witness, copies: Copies) -> _Found:  # noqa: ARG001
    one, other = _own_mark(a), _own_mark(b)
    if one and other:
        return "independent", "I5", f'own reporting of both: "{one}"; "{other}"'
    return None


def _own_mark(witness: Witness) -> str | None:
    """The words near a claim by which the outlet marks what a first-hand origin told it as its own reporting."""
    rows = read_knowledge("sources.yaml")
    outlet = (witness.report.outlet or "").casefold()
    marks = [mark.format(outlet=outlet) for mark in rows["own_reporting"] if outlet or "{outlet}" not in mark]
    for claim in witness.claims:
        origin = claim.voice.chain[-1] if claim.voice.chain else None
        if origin is None or origin.kind.value not in rows["first_hand_kinds"]:
            continue
        near = witness.report.text[max(0, claim.span.start - 250) : claim.span.end + 250]
        found: str | None = next((mark for mark in marks if mark in near.casefold()), None)
        if found:
            return found
    return None


def _material(a: Witness, b: Witness, copies: Copies) -> _Found:  # noqa: ARG001
    bases = set(read_knowledge("sources.yaml")["material_bases"])
    for one, other in ((a, b), (b, a)):
        latest, earliest = one.published[1], other.published[0]
        thing = next((c for c in one.claims if c.voice.basis in bases), None)
        if thing and _origins(one) and _origins(other) and latest and earliest and latest < earliest:
            return (
                "independent",
                "I6",
                f"{one.report.id} rests on a {thing.voice.basis.replace('_', ' ')} and came first",
            )
    return None


def _no_origin(a: Witness, b: Witness, copies: Copies) -> _Found:  # noqa: ARG001
    for witness in (a, b):
        if not any(speaker.named for speaker in _origins(witness)):
            return "undetermined", "I7", f"{witness.report.id} names no origin"
    return None


def _origins(witness: Witness) -> list[Speaker]:
    """The innermost speakers of the claims, the publisher itself left out."""
    last = [claim.voice.chain[-1] for claim in witness.claims if claim.voice.chain]
    return [speaker for speaker in last if speaker.span is not None and speaker.kind not in _MEDIA]


@lru_cache(maxsize=10_000)
def outlet_key(name: str) -> str:
    """Return a form of an outlet's name that its spellings share: "The Example Times" and "exampletimes.com" agree."""
    bare = re.sub(r"^(https?://)?(www\.)?|\.(com|org|net|co\.uk|[a-z]{2,3})(/.*)?$", "", name.strip().casefold())
    key = re.sub(r"^the ", "", fold(bare)).replace(" ", "")
    key = re.sub(r"^the(?=[a-z]{5})", "", key)
    return _same_outlets().get(key, key)


@cache
def _same_outlets() -> Mapping[str, str]:
    rows = read_knowledge("sources.yaml")["same_outlet"]
    keys = [[re.sub(r"^the ", "", fold(name)).replace(" ", "") for name in row] for row in rows]
    return {key: row[0] for row in keys for key in row}
