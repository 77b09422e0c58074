"""Finds figures about many events and tells aggregates from single events: Parsed -> `Statistic`s."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.figures.aggregates import (
    AGGREGATE_WEIGHT,
    find_period,
    find_place,
    is_perfect,
    names_site,
    noun_class,
    tells_day,
    weigh_number,
    words_of,
)
from overt.extract.figures.clauses import clause_root
from overt.extract.figures.numbers import NumberSpan, read_number, read_numbers
from overt.extract.figures.periods import period_of
from overt.extract.figures.person_facts import counting_number
from overt.extract.figures.quantities import counted_noun
from overt.extract.figures.trends import Trend, find_trends, trend_subject
from overt.extract.parse import Parsed
from overt.types.account import Statistic
from overt.types.claim import Voice
from overt.types.passage import PassageKind
from overt.types.report import Report


def is_aggregate(parsed: Parsed, token: Token, own: Collection[Token] = ()) -> bool:
    """Say whether the event at a trigger is told only as one of many ("dozens of attacks", "attacks have increased").

    A definite small number with a day ("two attacks on Monday") and a single event are none; nor is what only the
    trigger's `own` words put in the plural ("received death threats").
    """
    if token.pos_ in {"NOUN", "PROPN"}:
        return _is_aggregate_noun(token)
    if any(child.lower_ in words_of("habit_words") for child in token.children):
        return True
    parties = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    parties += [token.head] if token.dep_ in {"acl", "relcl", "amod"} and token.head.pos_ == "NOUN" else []
    if any(_counts_many(party) for party in parties):
        return True
    patients = [party for party in parties if party.dep_ != "nsubj" and _is_bare_plural(party)]
    patients = [party for party in patients if party.dep_ != "dobj" or party not in own]
    if not patients or tells_day(token):
        return False
    is_habit = token.tag_ in {"VBZ", "VBP"} and parsed.passage.kind is PassageKind.PARAGRAPH
    if is_perfect(token) and len(countries_named(token)) > 1:
        return True  # "has killed opponents in Britain, Germany and Spain"
    return is_habit or find_period(token) is not None or any(noun_class(party) == "event" for party in patients)


def countries_named(token: Token) -> tuple[Token, ...]:
    """Return the places that a verb names in one row: "in Britain, Germany and Spain"."""
    sites = (
        child for prep in token.children if prep.lower_ == "in" for child in prep.children if child.ent_type_ == "GPE"
    )
    return tuple(one for site in sites for one in (site, *(c for c in site.subtree if c.dep_ == "conj")))


def _counts_many(noun: Token) -> bool:
    number = counting_number(noun) or (read_number(noun.doc, noun.i) if noun.tag_ == "NNS" else None)
    if number is None:
        return False
    counted = counted_noun(noun.doc, number) or noun
    return weigh_number(number, counted) >= AGGREGATE_WEIGHT


def _is_bare_plural(noun: Token) -> bool:
    if noun.tag_ != "NNS" or counting_number(noun) is not None or read_number(noun.doc, noun.i) is not None:
        return False
    return not any(child.lower_ in words_of("definite") or child.dep_ == "poss" for child in noun.children)


def _is_aggregate_noun(noun: Token) -> bool:
    first = noun
    while first.dep_ == "conj" and first.head.pos_ == "NOUN":
        first = first.head
    number = counting_number(noun) or counting_number(first)
    if number is not None:
        return weigh_number(number, noun) >= AGGREGATE_WEIGHT
    return not tells_day(noun) and (_is_one_of_many(noun, first) or _is_background(noun, first))


def _is_one_of_many(noun: Token, first: Token) -> bool:
    """Say whether words for a multitude stand before the noun, or a trend is told of it."""
    if first.dep_ in {"pobj", "compound"} and _head_of_many(first).lemma_ in words_of("many_of"):
        return True
    has_many = any(child.lower_ in words_of("many_words") for child in first.children)
    return (has_many and noun.tag_ == "NNS") or trend_subject(clause_root(noun)) == noun


def _is_background(noun: Token, first: Token) -> bool:
    """Say whether a plural is named without any place or number of its own, or over a period."""
    if noun.tag_ != "NNS" or noun_class(noun) != "event":
        return False
    if _is_bare_plural(first):
        return not names_site(noun)
    is_subject = first.dep_ in {"nsubj", "nsubjpass"}
    return is_subject and is_perfect(clause_root(noun)) and find_period(noun) is not None


def _head_of_many(noun: Token) -> Token:
    return noun.head.head if noun.head.lower_ == "of" else noun.head


# ---- figures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A statistic before its voice: token range, bounds and what is counted."""

    start: int
    end: int
    number: NumberSpan | Trend
    unit: str
    noun: Token
    counted: str
    direction: str | None = None


def find_statistics(
    report: Report, parsed: Sequence[Parsed], voice_at: Callable[[Parsed, Token], Voice]
) -> tuple[Statistic, ...]:
    """Return every figure about many events, people or periods, in text order; numbers of one incident are none.

    `period` is filled only where the words give years or months. Spans are offsets in the report's text; none overlap.
    """
    found: list[Statistic] = []
    for part in parsed:
        taken: set[int] = set()
        for figure in sorted(_figures(part), key=lambda figure: figure.start):
            covered = set(range(figure.start, figure.end))
            if not taken & covered:
                taken |= covered
                found.append(_statistic(report, part, figure, voice_at))
    return tuple(found)


def _statistic(report: Report, part: Parsed, figure: _Figure, voice_at: Callable[[Parsed, Token], Voice]) -> Statistic:
    tokens = part.doc[figure.start : figure.end]
    span: Span = part.span_of(tokens)
    period = find_period(tokens[0]) or find_period(figure.noun)
    shift = part.passage.span.start
    text = report.text[shift + period[1] : shift + period[2]].strip() if period else None
    key = f"{report.id}\0{span.start}\0{span.end}"
    return Statistic(
        id="sta_" + sha256(key.encode()).hexdigest()[:16],
        report_id=report.id,
        lo=figure.number.lo,
        hi=figure.number.hi,
        figure=figure.number.text,
        unit=figure.unit,
        counted=figure.counted,
        period=period_of(text) if text else None,
        period_text=text,
        place=find_place(figure.noun),
        direction=figure.direction,
        voice=voice_at(part, tokens[-1]),
        span=span,
        quote=span.quote(report.text),
    )


def _figures(part: Parsed) -> Iterator[_Figure]:
    threshold = AGGREGATE_WEIGHT + (part.passage.kind is PassageKind.HEADING)
    for number in read_numbers(part.doc):
        figure = _counted_figure(part, number, threshold)
        if figure is not None:
            yield figure
    yield from _absences(part)
    for trend in find_trends(part.doc):
        counted = _phrase_text(trend.noun)
        yield _Figure(
            start=trend.start,
            end=trend.end,
            number=trend,
            unit=trend.unit,
            noun=trend.noun,
            counted=counted,
            direction=trend.direction,
        )


def _counted_figure(part: Parsed, number: NumberSpan, threshold: int) -> _Figure | None:
    noun = counted_noun(part.doc, number)
    if (
        noun is None
        or weigh_number(number, noun) < threshold
        or (noun.tag_ == "NN" and number.unit is None and noun.lower_ != "people")
    ):
        return None
    end = max(number.end, noun.i + 1)
    first = number.end + (number.end < len(part.doc) and part.doc[number.end].lower_ == "of")
    counted = part.doc[first:end].text if end > first else noun.text
    return _Figure(
        start=number.start, end=end, number=number, unit=number.unit or _unit_of(noun), noun=noun, counted=counted
    )


def _unit_of(noun: Token) -> str:
    return "person" if noun_class(noun) == "person" else noun.lemma_.lower()


def _phrase_text(noun: Token) -> str:
    last = noun
    for child in noun.rights:
        if child.lower_ in {"of", "in"} and child.right_edge.i - noun.i <= 8:
            last = child.right_edge
    return noun.doc[noun.left_edge.i : last.i + 1].text


def _absences(part: Parsed) -> Iterator[_Figure]:
    """Yield "no attacks in Norway": a figure of zero."""
    for noun in part.doc:
        if noun.tag_ != "NNS" or noun_class(noun) != "event" or part.passage.kind is PassageKind.HEADING:
            continue
        denial = next((child for child in noun.children if child.dep_ == "det" and child.lower_ == "no"), None)
        if denial is None or not _is_told_of_the_world(noun):
            continue
        zero = NumberSpan(lo=0, hi=0, vague=None, text=denial.text, start=denial.i, end=denial.i + 1)
        counted = part.doc[denial.i + 1 : noun.i + 1].text
        yield _Figure(start=denial.i, end=noun.i + 1, number=zero, unit=_unit_of(noun), noun=noun, counted=counted)


def _is_told_of_the_world(noun: Token) -> bool:
    """Say whether the clause states that there were none: not "no charges will be brought"."""
    verb = clause_root(noun)
    if any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children):
        return False
    cues = read_knowledge("statistics.yaml")["absence_verbs"]
    return verb.lemma_ in cues
