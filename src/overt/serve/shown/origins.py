"""Shows who reports an incident: its sources in, origins with their reports and what ties them out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from overt.serve.shown.evidence import Texts
from overt.serve.shown.text import clean
from overt.types.incident import IncidentSources, SourceProof, SourceRelation
from overt.words.codes import plain, say_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Words that show a dependence, and where they stand."""

    report_id: str
    outlet: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why a report depends on another of its origin."""

    other_id: str
    other: str
    rule: str
    evidence: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportShown:
    """A report in its origin; `tie` None: the others depend on it, or nothing shows that it copies."""

    id: str
    outlet: str
    published: str
    title: str
    language: str
    tie: Tie | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginShown:
    """Reports that share an origin, the first of them first."""

    number: int
    reports: tuple[ReportShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """Two reports of different origins, and why they are taken for independent."""

    a: str
    b: str
    rule: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesShown:
    """All origins; `pairs`: those shown to be independent; `unknown`: of so many pairs nothing is known."""

    origins: tuple[OriginShown, ...]
    pairs: tuple[PairShown, ...]
    unknown: int


def show_sources(sources: IncidentSources, texts: Texts) -> SourcesShown:
    """Return who reports an incident."""
    tied = {frozenset((one.report_a, one.report_b)): one for one in sources.relations if one.relation == "dependent"}
    groups = _groups(sources)
    home = {report_id: number for number, members in enumerate(groups) for report_id in members}
    across = [one for one in sources.relations if home.get(one.report_a) != home.get(one.report_b)]
    pairs = dict.fromkeys(
        PairShown(
            a=texts.of(one.report_a).outlet,
            b=texts.of(one.report_b).outlet,
            rule=one.rule,
            evidence=_named(one.evidence, texts),
        )
        for one in across
        if one.relation == "independent"
    )
    origins = tuple(
        OriginShown(number=number, reports=tuple(_reports(members, tied, texts)))
        for number, members in enumerate(groups, 1)
    )
    return SourcesShown(
        origins=origins, pairs=tuple(pairs), unknown=sum(one.relation == "undetermined" for one in across)
    )


def _groups(sources: IncidentSources) -> list[list[str]]:
    groups = [[one for one in sources.report_ids if one in group] for group in sources.groups]
    grouped = {one for group in groups for one in group}
    groups += [[one] for one in sources.report_ids if one not in grouped]
    return sorted((group for group in groups if group), key=lambda group: sources.report_ids.index(group[0]))


def _reports(members: Sequence[str], tied: dict[frozenset[str], SourceRelation], texts: Texts) -> Iterator[ReportShown]:
    for at, report_id in enumerate(members):
        yield _report(report_id, members[:at], tied, texts)


def _report(
    report_id: str, before: Sequence[str], tied: dict[frozenset[str], SourceRelation], texts: Texts
) -> ReportShown:
    found = texts.of(report_id)
    ties = [tied[pair] for other in before if (pair := frozenset((other, report_id))) in tied]
    first = min(ties, key=lambda one: (not one.proofs, one.rule)) if ties else None
    return ReportShown(
        id=report_id,
        outlet=found.outlet,
        published=found.published,
        title=plain(found.report.title or "(no title)"),
        language=found.report.language,
        tie=_tie(first, report_id, texts) if first else None,
    )


def _tie(one: SourceRelation, report_id: str, texts: Texts) -> Tie:
    other = one.report_a if one.report_b == report_id else one.report_b
    return Tie(
        other_id=other,
        other=texts.of(other).outlet,
        rule=one.rule,
        evidence=_named(one.evidence, texts),
        proofs=tuple(_proof(proof, texts) for proof in one.proofs),
    )


def _proof(one: SourceProof, texts: Texts) -> Proof:
    return Proof(
        report_id=one.report_id, outlet=texts.of(one.report_id).outlet, quote=clean(one.quote), start=one.start
    )


def _named(evidence: str, texts: Texts) -> str:
    """Return the evidence with the outlets of the reports that it names by id."""
    words = []
    for word in plain(say_code(evidence) if "_" in evidence and "rep_" not in evidence else evidence).split(" "):
        bare = word.strip(".,;:()")
        is_report = bare.startswith("rep_") and len(bare) == len("rep_") + 16
        words.append(word.replace(bare, texts.of(bare).outlet) if is_report else word)
    return " ".join(words)
