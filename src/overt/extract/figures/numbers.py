"""Reads the numbers of a passage: Doc -> `NumberSpan`s. Years, dates, ages and labels ("Unit 12345") are none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from overt.base.knowledge import read_knowledge
from overt.extract.figures.number_labels import is_label
from overt.extract.parse import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSpan:
    """A number as written. `start`/`end` are token indices. lo/hi None: open on that side (codebook C6)."""

    lo: float | None
    hi: float | None
    vague: str | None  # the words that make it vague ("dozens", "about"), else None
    text: str
    start: int
    end: int
    unit: str | None = None  # "percent", "share" (0..1) or the currency's ISO 4217 code, where written with it


_SCRATCH = "overt.numbers"


def read_number(doc: Doc, i: int) -> NumberSpan | None:
    """Return the number expression that covers token `i` ("about 400" for either word), or None."""
    return next((number for number in read_numbers(doc) if number.start <= i < number.end), None)


def read_numbers(doc: Doc) -> tuple[NumberSpan, ...]:
    """Return every number expression of the passage in order; they do not overlap."""
    known: tuple[NumberSpan, ...] | None = doc.user_data.get(_SCRATCH)
    if known is None:
        found = (_from_match(doc, match) for match in _number_pattern().finditer(text_of(doc)))
        known = tuple(number for number in found if number is not None)
        doc.user_data[_SCRATCH] = known
    return known


def word_value(text: str) -> float | None:
    """Return what a plain number says: "10,000", "2.5 million", "twenty-five", "half a dozen"; None if it is none."""
    knowledge = read_knowledge("numbers.yaml")
    words: dict[str, float] = knowledge["words"]
    scales: dict[str, float] = {**knowledge["scales"], **knowledge["scale_letters"]}
    total, group, is_half = 0.0, 0.0, False
    for part in re.findall(r"\d[\d., ]*\d|\d|[a-z]+", text.lower()):
        if part[0].isdigit():
            group = _digits(part)
        elif part in words:
            group += words[part]
        elif part in scales:
            group = (group or 1) * (0.5 if is_half else 1) * scales[part]
            is_half = False
            if scales[part] > 100:  # "two hundred thousand": hundreds stay in the group
                total, group = total + group, 0.0
        elif part == "half":
            is_half = True
        elif part not in {"a", "an", "and"}:
            return None
    return total + group


def _digits(part: str) -> float:
    part = part.strip(" .,")
    if re.fullmatch(r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{3})+", part):
        return float(part.replace(",", "").replace(" ", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", part):
        return float(part.replace(".", ""))
    return float(part.replace(" ", "").replace(",", "."))


def _any_of(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[ -]") for word in ordered)


def _group_of(table: dict[str, list[str]], text: str) -> str | None:
    plain = text.strip(" -").lower()
    return next((kind for kind, words in table.items() if plain in words), None)


@cache
def _number_pattern() -> re.Pattern[str]:
    knowledge = read_knowledge("numbers.yaml")
    before = _any_of(word for words in knowledge["before"].values() for word in words)
    after = _any_of(word for words in knowledge["after"].values() for word in words)
    word = f"(?:{_any_of([*knowledge['words'], *knowledge['scales']])})"
    scale = f"(?:[ -](?:{_any_of(knowledge['scales'])})|[ ]?(?:{_any_of(knowledge['scale_letters'])}))"
    digits = (
        r"(?<![\w.:/])(?<![A-Za-z]-)\d"
        r"(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d{0,2}(?: \d{3})+|\d{0,2}(?:\.\d{3}){2,}|\d*(?:[.,]\d+)?)"
        rf"(?:{scale}\b)?(?!\d|[.,:/]\d|[A-Za-z])"
    )
    article = r"half[ -]an?[ -]|an?[ ](?=dozen|hundred|thousand|million|billion|score\b)"
    spelled = rf"\b(?:{article})?{word}(?:[ -]{word}|(?<=hundred) and {word}|(?<=thousand) and {word})*\b"
    atom = rf"(?:{digits}|{spelled})"
    symbol = rf"(?:(?:{_any_of(knowledge['currencies']['symbols'])}) ?)"
    unit = rf"(?: ?(?:{_any_of([*knowledge['percent'], *knowledge['currencies']['words']])})(?!\w)|€|£)"
    ratio = _any_of(knowledge["ratio_words"])
    return re.compile(
        rf"(?:(?P<before>(?<!\w)(?:{before})) ?)?(?:"
        rf"between (?P<c1>{symbol})?(?P<b1>{atom}) and (?P<c2>{symbol})?(?P<b2>{atom})"
        rf"|(?P<vague>\b(?:{_any_of(knowledge['vague'])})\b)"
        rf"|(?P<part>\b(?:{_any_of(knowledge['parts'])})\b)"
        rf"|(?P<r1>{atom}) (?:{ratio}) (?P<r2>{atom})(?! (?:{_any_of(knowledge['months'])})\b)"
        rf"|(?<!\d-)(?P<c3>{symbol})?(?P<a>{atom})(?:(?P<sep>[ -]to[ -]| or | ?[-–—] ?)(?P<c4>{symbol})?(?P<b>{atom}))?"
        rf")(?P<after>[ -]?(?:{after})(?!\w))?(?P<unit>{unit})?(?![ -]years?[ -]olds?\b)(?!-\d)",
        re.IGNORECASE,
    )


def _from_match(doc: Doc, match: re.Match[str]) -> NumberSpan | None:
    tokens = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    core = next(match.start(group) for group in ("vague", "part", "b1", "r1", "a") if match[group])
    first = doc.char_span(core, core + 1, alignment_mode="expand")
    if tokens is None or first is None or is_label(doc, match, tokens, first):
        return None
    bounds = _bounds(match)
    if bounds is None:
        return None
    lo, hi, vague = bounds
    return NumberSpan(
        lo=lo, hi=hi, vague=vague, text=match[0].strip(), start=tokens.start, end=tokens.end, unit=_unit(match)
    )


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None, str | None] | None:
    knowledge = read_knowledge("numbers.yaml")
    if match["vague"]:
        lo, hi = knowledge["vague"][match["vague"].lower().replace("-", " ")]
        if match["before"] and _group_of(knowledge["before"], match["before"]) == "ceiling":
            lo, hi = 0, None
        return lo, hi, match["vague"].lower()
    if match["part"]:
        lo, hi = knowledge["parts"][match["part"].lower().replace("-", " ")]
        return _widen(match, lo, hi) if lo == hi else (lo, hi, match["part"].lower())
    if match["r1"]:
        top, bottom = word_value(match["r1"]), word_value(match["r2"])
        return (top / bottom, top / bottom, None) if top and bottom and top <= bottom else None
    low = word_value(match["b1"] or match["a"])
    high = word_value(match["b2"] or match["b"]) if match["b2"] or match["b"] else low
    if low is None or high is None:
        return None
    if high < low:
        low = _share_scale(low, high, match["b2"] or match["b"])
        if high < low:
            return None  # "2-1" is a score
    elif re.search(r"(million|billion|thousand|hundred|bn|m|k)$", (match["b2"] or match["b"] or "").lower()):
        low = _share_scale(low, high, match["b2"] or match["b"])
    return _widen(match, low, high)


def _share_scale(low: float, high: float, text: str) -> float:
    """Return the lower end with the scale word of the upper: "2 to 3 million"."""
    knowledge = read_knowledge("numbers.yaml")
    scale = re.search(r"([a-z]+)$", text.lower())
    factor = {**knowledge["scales"], **knowledge["scale_letters"]}.get(scale[1]) if scale else None
    return low * factor if factor and low < factor and low * factor <= high else low


def _widen(match: re.Match[str], low: float, high: float) -> tuple[float | None, float | None, str | None]:
    knowledge = read_knowledge("numbers.yaml")
    for table, words in ((knowledge["before"], match["before"]), (knowledge["after"], match["after"])):
        kind = _group_of(table, words) if words else None
        vague = words.strip(" -").lower() if words else None
        if kind == "about":
            return round(low * 0.9, 6), round(high * 1.1, 6), vague
        if kind == "under":
            return round(low * 0.9, 6), high, vague
        if kind == "floor":
            return low, None, vague
        if kind == "ceiling":
            return 0, high, vague
    return low, high, None


def _unit(match: re.Match[str]) -> str | None:
    knowledge = read_knowledge("numbers.yaml")
    if match["r1"] or match["part"]:
        return "share"
    written = (match["unit"] or "").strip().lower()
    if written in knowledge["percent"]:
        return "percent"
    symbol = next((match[g].strip() for g in ("c1", "c2", "c3", "c4") if match[g]), None)
    currencies = knowledge["currencies"]
    found: str | None = currencies["words"].get(written) or currencies["symbols"].get(symbol or written)
    return found
