"""Tells numerals that count nothing: match of the number pattern -> is it a year, a date, an age or a label."""

import re

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from overt.base.knowledge import read_knowledge
from overt.extract.parse import text_of


def is_label(doc: Doc, match: re.Match[str], tokens: TokenSpan, first: TokenSpan) -> bool:
    """Say whether the match is a year, a date, a clock time, an age, a pronoun or part of a name, not a number."""
    if match["vague"] or match["part"] or match["r1"]:
        return False
    knowledge = read_knowledge("numbers.yaml")
    before = doc[first.start - 1] if first.start else None
    after = doc[tokens.end] if tokens.end < len(doc) else None
    before_text, after_text = before.lower_ if before is not None else "", after.lower_ if after is not None else ""
    if match["c1"] or match["c3"] or match["unit"]:
        return False
    if before_text in knowledge["label_before"] and not match["before"]:
        return True
    if (
        _is_month(before, knowledge["months"])
        or _is_month(after, knowledge["months"])
        or re.match(r"(a\.?m|p\.?m)\b|o'clock|gmt", after_text)
    ):
        return True
    if first.text.lower() == "one":
        return (
            first[0].tag_ != "CD"
            or before_text in {"no", "the", "this", "that", "any", "which", "every", "each"}
            or after_text in {"another", "day"}
        )
    return _is_year(match, doc, tokens) or _is_age(doc, match, tokens) or _is_in_name(first)


def _is_month(token: object, months: list[str]) -> bool:
    text = str(token) if token is not None else ""
    return text[:1].isupper() and text.lower().rstrip(".") in months


def _is_year(match: re.Match[str], doc: Doc, tokens: TokenSpan) -> bool:
    years = [match[g] for g in ("b1", "b2", "a", "b") if match[g]]
    if not all(re.fullmatch(r"(?:19|20)\d\d", year) for year in years[:1]):
        return False
    if len(years) > 1:
        return True
    after = doc[tokens.end] if tokens.end < len(doc) else None
    before = doc[tokens.start - 1].lower_ if tokens.start else ""
    is_counted = after is not None and after.tag_ in {"NNS", "NNPS"} | ({"JJ"} if years[0].endswith("00") else set())
    return not is_counted or before in {"in", "since", "the", "during", "of", "by", "until", "from", "and", "'s"}


_AGE_BEFORE = re.compile(r"\b(?:aged?|ages(?: of)?|age of|turned|ages between)[ :]?$", re.IGNORECASE)


def _is_age(doc: Doc, match: re.Match[str], tokens: TokenSpan) -> bool:
    if _AGE_BEFORE.search(text_of(doc)[max(0, match.start() - 20) : match.start()].rstrip() + " "):
        return True
    if re.match(r"[ -]years? (?:of age|old)", text_of(doc)[match.end() :]):
        return True
    if _is_of_age(doc, match, tokens):
        return True
    plain = match["a"] if match["a"] and not match["before"] and not match["b"] else ""
    if not re.fullmatch(r"[1-9]\d", plain) or tokens.start < 2:
        return False
    opener, named = doc[tokens.start - 1], doc[tokens.start - 2]
    closer = doc[tokens.end].text if tokens.end < len(doc) else "."
    return opener.text in {",", "("} and named.pos_ in {"PROPN", "NOUN"} and closer in {",", ")", ".", ";"}


def _is_of_age(doc: Doc, match: re.Match[str], tokens: TokenSpan) -> bool:
    """Say whether the number is the age in "a man of 26", "then 17" or "under 20"."""
    if not re.fullmatch(r"[1-9]\d", match["a"] or "") or match["b"] or tokens.start < 1:
        return False
    after = doc[tokens.end] if tokens.end < len(doc) else None
    if after is not None and (
        after.pos_ in {"NOUN", "ADJ", "PROPN", "NUM"} or after.text in {"-", "%"} or after.lower_ == "of"
    ):
        return False
    before = doc[tokens.start - 1]
    if before.lower_ == "of" and before.i:
        return (
            before.nbor(-1).pos_ in {"NOUN", "PROPN"}
            and before.nbor(-1).tag_ in {"NN", "NNP"}
            and before.nbor(-1).lower_ not in _MEASURED
        )
    is_limit = (
        match["before"] is not None
        and match["before"].lower() in {"under", "below", "over"}
        and before.tag_ in {"NNS", "NN"}
    )
    return is_limit or (
        before.lower_ in {"then", "now", "only", "just"}
        and match["before"] is None
        and after is not None
        and after.text == ","
    )


_MEASURED = frozenset(
    {
        "total",
        "maximum",
        "minimum",
        "average",
        "group",
        "number",
        "majority",
        "out",
        "team",
        "crew",
        "record",
        "score",
        "delegation",
        "crowd",
        "list",
        "toll",
        "speed",
        "age",
    }
)


def _is_in_name(first: TokenSpan) -> bool:
    token = first[0]
    if (
        token.is_digit
        and token.head.i == token.i - 1
        and token.head.pos_ == "PROPN"
        and token.head.ent_type_ not in {"DATE", "GPE"}
    ):
        return True  # "Boeing 737"
    if token.ent_type_ not in {"ORG", "PRODUCT", "FAC", "WORK_OF_ART", "LAW", "EVENT"} or token.ent_iob_ != "I":
        return False
    return bool(token.nbor(-1).is_alpha and token.nbor(-1).is_title and not token.is_alpha)
