"""Decides how far two reports depend on each other for one proposition (§8.3): witnesses -> a relation with proofs.

A pure function of two reports and their claims. Undetermined unless a rule with a place in the texts says otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from overt.reconcile.matching.names import fold
from overt.reconcile.sources.copies import compare_texts, shared_runs
from overt.reconcile.sources.marks import find_outlet
from overt.reconcile.sources.outlets import shared_house
from overt.reconcile.sources.texts import Shared
from overt.reconcile.sources.witness import OFFICIAL, Own, Witness, countries_in
from overt.types.claim import Speaker, SpeakerKind
from overt.types.incident import SourceProof, SourceRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a test found; places are offsets in the first and the second report."""

    relation: str
    rule: str
    evidence: str
    a: tuple[int, int] | None = None
    b: tuple[int, int] | None = None


def relate(a: Witness, b: Witness) -> SourceRelation:
    """Return how two reports depend on each other for what their claims say, by the first rule that holds."""
    first, second = (a, b) if a.report.id < b.report.id else (b, a)
    found = next(
        (found for test in _TESTS for found in test(first, second)),
        _Found(relation="undetermined", rule="I9", evidence="nothing shows whether they share an origin"),
    )
    return SourceRelation(
        report_a=first.report.id,
        report_b=second.report.id,
        relation=found.relation,
        rule=found.rule,
        evidence=found.evidence,
        proofs=tuple(
            SourceProof(report_id=one.report.id, start=spot[0], end=spot[1], quote=one.report.text[spot[0] : spot[1]])
            for one, spot in ((first, found.a), (second, found.b))
            if spot and spot[0] < spot[1]
        ),
    )


def _dependent(rule: str, evidence: str, a: tuple[int, int] | None = None, b: tuple[int, int] | None = None) -> _Found:
    return _Found(relation="dependent", rule=rule, evidence=evidence, a=a, b=b)


# ---- the same text (I1)


def _copied(a: Witness, b: Witness) -> Iterator[_Found]:
    if a.report.sha256_text == b.report.sha256_text or a.report.sha256_raw == b.report.sha256_raw:
        yield _dependent("I1", "the same text")
    like = compare_texts(a.report, b.report)
    if like.near:
        yield _dependent("I1", like.near, *like.spots)
    for run in shared_runs(a.report, b.report):
        if _holds_claims(a, b, run):
            yield _dependent("I1", f"what they claim stands in the same {run.words} words", run.a, run.b)


def _holds_claims(a: Witness, b: Witness, run: Shared) -> bool:
    """Say whether what both claim stands in the words that both have."""
    return all(
        any(lo <= claim.span.start and claim.span.end <= hi for claim in one.claims)
        for one, (lo, hi) in ((a, run.a), (b, run.b))
    )


def _of_one_agency(a: Witness, b: Witness) -> Iterator[_Found]:
    for key in sorted(a.agencies.keys() & b.agencies.keys()):
        one, other = a.agencies[key], b.agencies[key]
        if one[2] and other[2]:
            name = a.report.text[one[0] : one[1]]
            yield _dependent("I1", f"both carry the mark of the agency {name}", one[:2], other[:2])
    if b.outlet in a.agencies and a.agencies[b.outlet][2]:
        yield _dependent("I1", f"one is marked as a text of {b.report.outlet}", a.agencies[b.outlet][:2])
    if a.outlet in b.agencies and b.agencies[a.outlet][2]:
        yield _dependent("I1", f"one is marked as a text of {a.report.outlet}", None, b.agencies[a.outlet][:2])


# ---- one house (I4)


def _of_one_house(a: Witness, b: Witness) -> Iterator[_Found]:
    if a.outlet and a.outlet == b.outlet:
        yield _dependent("I4", f"both are of {a.report.outlet}")
    house = shared_house(a.outlet, b.outlet, a.published[0] or b.published[0])
    if house:
        yield _dependent("I4", f"both belong to {house.owner} ({house.source})")


# ---- own reporting of both (I5, I6)


def _own_reporting(a: Witness, b: Witness) -> Iterator[_Found]:
    for one in a.own:
        for other in b.own:
            if one.is_public and other.is_public:
                continue  # what officials say in public, both may have from one statement
            if _differ(one, other) and not _is_told_by(a, b, one, other):
                quotes = [w.report.text[o.start : o.end] for w, o in ((a, one), (b, other))]
                yield _Found(
                    relation="independent",
                    rule="I6" if one.is_document or other.is_document else "I5",
                    evidence=f'own reporting of both: "{quotes[0]}"; "{quotes[1]}"',
                    a=(one.start, one.end),
                    b=(other.start, other.end),
                )


def _differ(a: Own, b: Own) -> bool:
    """Say whether two tellers are shown to be different: by name, by kind or state, or by what they are."""
    if a.names & b.names:
        return False
    if a.is_document != b.is_document:
        return True
    if a.countries and b.countries and not a.countries & b.countries and a.kinds & b.kinds:
        return True
    if a.kinds & b.kinds & OFFICIAL or a.nouns & b.nouns:
        return False
    return bool((a.names and b.names) or (a.kinds and b.kinds) or (a.nouns and b.nouns))


def _is_told_by(a: Witness, b: Witness, one: Own, other: Own) -> bool:
    """Say whether the teller of one is among those who say it in the other, beside its own."""
    return bool(one.names & b.sayers.keys() or other.names & a.sayers.keys())


# ---- one origin (I2-I4)


def _cited(a: Witness, b: Witness) -> Iterator[_Found]:
    for one, other, is_first in ((a, b, True), (b, a, False)):
        spot = _citing(one, other)
        if spot:
            places = (spot, None) if is_first else (None, spot)
            yield _dependent("I2", f"one cites {other.report.outlet}", *places)
    for one, other, is_first in ((a, b, True), (b, a, False)):
        for spot, head in _resting_on(one, other):
            yield _dependent(
                "I2", "one rests on what the other publishes", *((spot, head) if is_first else (head, spot))
            )
    for key in sorted(a.passed_on.keys() & b.passed_on.keys()):
        if key not in {a.outlet, b.outlet}:
            first, second = a.passed_on[key], b.passed_on[key]
            yield _dependent("I2", f"both cite {first.name}", (first.start, first.end), (second.start, second.end))
    for key in sorted(a.agencies.keys() & b.agencies.keys()):
        name = a.report.text[a.agencies[key][0] : a.agencies[key][1]]
        yield _dependent("I2", f"both use the agency {name}", a.agencies[key][:2], b.agencies[key][:2])
    for one, other, is_first in ((a, b, True), (b, a, False)):
        for key in sorted(one.agencies.keys() & {other.outlet, *other.passed_on}):
            mark, named = one.agencies[key][:2], other.passed_on.get(key)
            at = (named.start, named.end) if named else None
            said = f"one uses {one.report.text[mark[0] : mark[1]]}, from which the other is"
            yield _dependent("I2", said, *((mark, at) if is_first else (at, mark)))


def _citing(one: Witness, other: Witness) -> tuple[int, int] | None:
    if not other.outlet or one.outlet == other.outlet:
        return None
    named = one.passed_on.get(other.outlet)
    return (named.start, named.end) if named else one.cited_at(other.report.outlet)


def _resting_on(one: Witness, other: Witness) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where a report says that it has it from the body whose own paper the other is, by the name at its head."""
    for head in other.heads:
        for spot in find_outlet(one.text, head.name):
            if one.is_beside(spot[0]) or any(s.span and s.span.start <= spot[0] < s.span.end for s in one.speakers):
                yield spot, (head.start, head.end)


def _same_speaker(a: Witness, b: Witness) -> Iterator[_Found]:
    for key in sorted(a.sayers.keys() & b.sayers.keys()):
        first, second = a.sayers[key], b.sayers[key]
        yield _dependent("I3", f"both rest on {first.name}", (first.start, first.end), (second.start, second.end))
    quote = compare_texts(a.report, b.report).quote
    if quote:
        yield _dependent("I3", quote)


def _same_paper(a: Witness, b: Witness) -> Iterator[_Found]:
    """Both use what one authority handed out: a press release, a press conference."""
    for key in sorted(a.bodies.keys() & b.bodies.keys()):
        if (a.papers or a.is_body) and (b.papers or b.is_body):
            one, other = a.bodies[key], b.bodies[key]
            spots = [w.papers[0] if w.papers else (n.start, n.end) for w, n in ((a, one), (b, other))]
            yield _dependent("I3", f"both have it from what {one.name} gave out", *spots)


def _same_body(a: Witness, b: Witness) -> Iterator[_Found]:
    for one in a.speakers:
        for other in b.speakers:
            is_alike = one.kind is other.kind and one.kind in OFFICIAL
            if is_alike and one.span and other.span and _may_be_one(one, other, a.report.language == b.report.language):
                yield _dependent(
                    "I4",
                    f'both rest on the word of one body: "{_words(one)}", "{_words(other)}"',
                    (one.span.start, one.span.end),
                    (other.span.start, other.span.end),
                )


_ONE_A_PLACE = frozenset({SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.COURT})


def _words(one: Speaker) -> str:
    return one.name or one.description or ""


def _may_be_one(a: Speaker, b: Speaker, is_one_language: bool) -> bool:
    """Say whether two speakers of one kind are one body: a service or ministry by its words, the police of one act too.

    Of one act the police are one, in any language; "investigators" and "police" of one language may be two.
    """
    lands = [countries_in(_words(one)) for one in (a, b)]
    if lands[0] and lands[1] and not lands[0] & lands[1]:
        return False
    if a.kind in _ONE_A_PLACE and not is_one_language:
        return True
    return bool(_stems(_words(a)) & _stems(_words(b)))


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:5] for word in fold(words).split() if len(word) > 3)


# ---- nothing shown


def _no_origin(a: Witness, b: Witness) -> Iterator[_Found]:
    for witness in (a, b):
        if not witness.speakers and not witness.sayers and not witness.own:
            yield _Found(relation="undetermined", rule="I7", evidence=f"{witness.report.id} names no origin")


_TESTS = (
    _copied,
    _of_one_agency,
    _of_one_house,
    _own_reporting,
    _cited,
    _same_speaker,
    _same_paper,
    _same_body,
    _no_origin,
)
