"""Reads the numbers that belong to one event: trigger -> `QuantityDraft`s (killed, shots, sentence, payment, ...)."""

from dataclasses import dataclass
from functools import cache
from math import ceil, floor

from spacy.tokens import Doc, Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.figures.clauses import clause_root, clause_tokens, event_tokens
from overt.extract.figures.numbers import NumberSpan, read_numbers
from overt.extract.parse import Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityDraft:
    """A number of an event before it has a claim. `unit` is "person", "year", a currency's ISO 4217 code, ..."""

    what: str  # row of `quantities` or `money` in knowledge/numbers.yaml, or sentence | closure | captivity
    lo: float | None
    hi: float | None
    unit: str
    text: str
    vague: str | None
    span: Span


Bounds = tuple[float | None, float | None]
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}
_DAYS = {"year": 365.0, "month": 30.0, "week": 7.0, "day": 1.0, "hour": 1 / 24, "night": 1.0}
_SUBJECTS = ("nsubj", "nsubjpass")
_NEAR = 6  # tokens on each side that say what an amount of money is


def read_quantities(parsed: Parsed, trigger: Token) -> tuple[QuantityDraft, ...]:
    """Return the numbers that the clause of `trigger` tells of its event, in text order; each number once.

    A noun counted without a number word ("a man was arrested") gives none. Spans are offsets in the report's text.
    """
    own = {token.i for token in (*event_tokens(trigger), *_casualty_clause(trigger))}
    numbers = [number for number in read_numbers(trigger.doc) if any(i in own for i in range(number.start, number.end))]
    found: list[QuantityDraft] = []
    taken: set[int] = set()
    for number in numbers:
        if number.start in taken:
            continue
        draft, used = _draft(parsed, number, trigger)
        taken.update(range(number.start, used))
        if draft is not None:
            found.append(draft)
    return tuple(found)


def _casualty_clause(trigger: Token) -> tuple[Token, ...]:
    """Return the clause that tells who was hurt: "four died *in the blast*", "two were hurt *when it exploded*"."""
    outer = clause_root(trigger)
    if outer == trigger or outer.dep_ == "advcl":
        outer = clause_root(outer.head)
    casualties = set(read_knowledge("numbers.yaml")["casualties"])
    verb = outer.lemma_.lower()
    is_hurt = {_rows("verbs").get(verb), _rows("subject").get(verb)} & casualties
    return clause_tokens(outer) if is_hurt and outer != trigger else ()


def _draft(parsed: Parsed, number: NumberSpan, trigger: Token) -> tuple[QuantityDraft | None, int]:
    if number.unit is not None and number.unit not in {"percent", "share"}:
        return _make(
            parsed, number, (_money_kind(trigger.doc, number), number.unit, number.end), (number.lo, number.hi)
        ), number.end
    if number.unit is not None:
        return None, number.end
    counted = counted_noun(trigger.doc, number)
    if counted is not None and counted.lemma_ in _DAYS:
        return _duration(parsed, number, counted, trigger)
    what = _what(number, counted, trigger)
    if what is None:
        return None, number.end
    end = counted.i + 1 if counted is not None and number.end <= counted.i + 1 else number.end
    unit = read_knowledge("numbers.yaml")["quantities"][what]["unit"]
    return _make(parsed, number, (what, unit, end), _whole(number)), number.end


def _whole(number: NumberSpan) -> Bounds:
    """Return the bounds of a count in whole people or things, rounded outwards."""
    return None if number.lo is None else floor(number.lo), None if number.hi is None else ceil(number.hi)


def _make(parsed: Parsed, number: NumberSpan, row: tuple[str, str, int], bounds: Bounds) -> QuantityDraft:
    what, unit, end = row
    tokens = parsed.doc[number.start : end]
    span = parsed.span_of(tokens)
    return QuantityDraft(
        what=what, lo=bounds[0], hi=bounds[1], unit=unit, text=tokens.text, vague=number.vague, span=span
    )


def counted_noun(doc: Doc, number: NumberSpan) -> Token | None:
    """Return the noun that a number counts ("men" of "four armed men", "of dozens of men"); None for a bare number."""
    last: Token = doc[number.end - 1]
    of = last if last.lower_ == "of" else doc[number.end] if number.end < len(doc) else last
    if of.lower_ == "of":
        inner = [token for child in of.children if child.dep_ == "pobj" for token in (child, *child.conjuncts)]
        plural = next((token for token in inner if token.tag_ in {"NNS", "NNPS"} or token.lower_ == "people"), None)
        if plural is not None:
            return plural  # the second of "dozens of arson and sabotage attacks"
        if inner and last.pos_ != "NUM":
            return inner[0]
    for token in reversed(doc[number.start : number.end]):
        head: Token = token.head
        if head.i >= number.end and head.pos_ in {"NOUN", "PROPN", "ADJ"} and head.i - number.end <= _NEAR:
            return head
    following: Token | None = doc[number.end] if number.end < len(doc) else None
    if following is not None and following.text == "-" and number.end + 1 < len(doc):
        following = doc[number.end + 1]
    return following if following is not None and following.pos_ in {"NOUN", "PROPN"} else None


# ---- what a count is of


@cache
def _rows(field: str) -> dict[str, str]:
    """Return word -> what, for one list of the table; the first row that has a word keeps it."""
    table: dict[str, str] = {}
    for what, row in read_knowledge("numbers.yaml")["quantities"].items():
        for word in row.get(field, ()):
            table.setdefault(word, what)
    return table


def _what(number: NumberSpan, counted: Token | None, trigger: Token) -> str | None:
    doc = trigger.doc
    following = doc[number.end].lower_ if number.end < len(doc) else ""
    if counted is not None and counted.lemma_ in {"time", "times"}:
        table: dict[str, str] = read_knowledge("numbers.yaml")["times_of"]
        return table.get(clause_root(counted).lemma_) or table.get(trigger.lemma_)
    if following in _rows("states"):
        return _rows("states")[following]
    if counted is not None:
        name = counted.lemma_.lower()
        if name in _rows("counted"):
            return _rows("counted")[name]
        by_state = [_rows("states")[child.lower_] for child in counted.children if child.lower_ in _rows("states")]
        if by_state and counted.dep_ not in _SUBJECTS:
            return by_state[0]
    return _done_to(counted if counted is not None else doc[number.end - 1])


def _done_to(noun: Token) -> str | None:
    """Return what is done to the counted ones, by the verb or noun that governs them."""
    top = noun
    while top.dep_ == "conj" or (
        top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.pos_ in {"NUM", "NOUN"}
    ):
        top = top.head if top.dep_ == "conj" else top.head.head
        if top.lemma_.lower() in _rows("nouns"):
            return _rows("nouns")[top.lemma_.lower()]
    governor = top.head
    if top.dep_ == "pobj" and governor.lower_ in {"of", "against"}:
        return _rows("nouns").get(governor.head.lemma_.lower())
    return _of_verb(top, governor) if governor.pos_ in {"VERB", "AUX"} else None


def _of_verb(noun: Token, verb: Token) -> str | None:
    lemma = verb.lemma_.lower()
    if _is_told_to_leave(noun, verb):
        return "expelled"
    if noun.dep_ in {"dobj", "nsubjpass"}:
        return _rows("verbs").get(lemma)
    if noun.dep_ == "nsubj":
        told = next((child.lower_ for child in verb.children if child.dep_ in {"acomp", "oprd"}), "")
        return _rows("subject").get(lemma) or _rows("states").get(told)
    return _rows("verbs").get(lemma) if noun.dep_ != "pobj" and verb.dep_ != "acl" and verb.tag_ == "VBN" else None


def _is_told_to_leave(noun: Token, governor: Token) -> bool:
    """Say whether the counted ones are ordered out: "told four diplomats to leave"."""
    knowledge = read_knowledge("numbers.yaml")["ordered_out"]
    leaving = [governor, *(child for child in governor.children if child.dep_ in {"xcomp", "ccomp"})]
    telling = [governor, governor.head]
    is_object = noun.dep_ in {"dobj", "nsubjpass", "nsubj"}
    return (
        is_object
        and any(v.lemma_ in knowledge["leave"] for v in leaving)
        and any(v.lemma_ in knowledge["tell"] for v in telling)
    )


# ---- terms, closures, amounts


def _duration(parsed: Parsed, number: NumberSpan, unit: Token, trigger: Token) -> tuple[QuantityDraft | None, int]:
    near = {token.lemma_.lower() for token in _around(trigger.doc, number.start, unit.i + 1)} | {
        trigger.lemma_.lower(),
        trigger.lower_,
    }
    near |= {clause_root(unit).lemma_.lower(), clause_root(unit).lower_}
    knowledge = read_knowledge("numbers.yaml")
    end = unit.i + 1
    term = _term(unit, near)
    if term is not None:
        extra, end = _and_months(trigger.doc, unit)
        bounds = _scaled(number, _YEARS[unit.lemma_], extra)
        return _make(parsed, number, (term, "year", end), bounds), end
    for what in ("closure", "captivity"):
        if near & set(knowledge[f"{what}_cues"]):
            return _make(parsed, number, (what, "day", end), _scaled(number, _DAYS[unit.lemma_], 0.0)), end
    return None, end


def _term(unit: Token, near: set[str]) -> str | None:
    """Return "sentence" ("got four years"), "possible_sentence" ("faces ten years"), or None: no term of prison."""
    if unit.lemma_ not in _YEARS:
        return None
    knowledge = read_knowledge("numbers.yaml")
    verb = unit.head.lemma_.lower() if unit.dep_ in {"dobj", "attr", "npadvmod", "dative", "conj"} else ""
    if verb in knowledge["possible_term_verbs"] or near & set(knowledge["possible_term_verbs"]) & {
        clause_root(unit).lemma_
    }:
        return "possible_sentence"
    is_term = bool(near & set(knowledge["sentence_cues"])) or (verb in knowledge["term_verbs"] and unit.lemma_ != "day")
    return "sentence" if is_term else None


def _scaled(number: NumberSpan, factor: float, extra: float) -> Bounds:
    lo, hi = ((None if value is None else round(value * factor + extra, 2)) for value in (number.lo, number.hi))
    return lo, hi


def _and_months(doc: Doc, unit: Token) -> tuple[float, int]:
    """Return the rest of "three years and four months" in years, and where it ends."""
    for number in read_numbers(doc):
        if unit.i < number.start <= unit.i + 3 and number.end < len(doc) and number.lo is not None:
            smaller = doc[number.end]
            joined = doc[unit.i + 1 : number.start].text.lower()
            if smaller.lemma_ in {"month", "day", "week"} and joined in {"and", ",", "", ", and"}:
                return number.lo * _YEARS[smaller.lemma_], number.end + 1
    return 0.0, unit.i + 1


def _around(doc: Doc, start: int, end: int) -> list[Token]:
    sentence = doc[start].sent
    return [*doc[max(sentence.start, start - _NEAR) : start], *doc[end : min(sentence.end, end + _NEAR)]]


def _money_kind(doc: Doc, number: NumberSpan) -> str:
    near = {word for token in _around(doc, number.start, number.end) for word in (token.lower_, token.lemma_.lower())}
    near |= {clause_root(doc[number.start]).lemma_.lower()}
    rows: dict[str, list[str]] = read_knowledge("numbers.yaml")["money"]
    return next((what for what, words in rows.items() if near & set(words)), "amount")
