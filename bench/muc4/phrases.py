"""Where a filler begins and ends: a head in the parse in, the phrase that the keys of MUC-4 would quote out."""

import re

from spacy.tokens import Token

from bench.muc4.templates import Mention
from overt.extract.parse import Parsed

_LEADS = re.compile(
    r"(?:(?:the|a|an|his|her|its|their|our|some|this|that|these|those|another|several|said|alleged)\s+)+"
)
_EDGES = " \t\n,.;:()-"
_DROPPED = frozenset({"DET", "PUNCT", "PRON", "PART", "SPACE", "CCONJ", "ADP"})


def trim_phrase(text: str, start: int, end: int) -> Mention | None:
    """Return the stretch without articles in front and marks around it; None if nothing is left."""
    phrase = text[start:end]
    start += len(phrase) - len(phrase.lstrip(_EDGES))
    end -= len(phrase) - len(phrase.rstrip(_EDGES))
    lead = _LEADS.match(text, start, end)
    if lead:
        start = lead.end()
    return Mention(start=start, end=end, text=text[start:end]) if start < end else None


def noun_phrase(
    parsed: Parsed, head: Token, text: str, *, with_numbers: bool = True, with_of: bool = True
) -> Mention | None:
    """Return the phrase of a noun: what stands before it without articles, and what "of" adds behind it.

    "Two men", "members of the front", but "houses" of "the five houses" where numbers are left out, as in the keys.
    """
    start, end = head.left_edge.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in {"relcl", "acl", "conj", "appos", "cc"}:
            start = child.right_edge.i + 1
    dropped = _DROPPED if with_numbers else _DROPPED | {"NUM"}
    while start < head.i and _is_dropped(parsed.doc[start], dropped):
        start += 1
    of = next((child for child in head.rights if child.lower_ == "of"), None) if with_of else None
    if of is not None:
        inner = next((child for child in of.children if child.dep_ == "pobj"), None)
        if inner is not None and inner.i - head.i <= _REACH:
            end = inner.i + 1
    span = parsed.span_of(parsed.doc[start:end])
    return trim_phrase(text, span.start, span.end)


_REACH = 6


def _is_dropped(token: Token, kinds: frozenset[str]) -> bool:
    is_loose = token.pos_ in kinds or token.dep_ in {"poss", "case", "npadvmod"} or token.ent_type_ in {"DATE", "TIME"}
    is_measure = token.pos_ == "ADV" and token.head.dep_ != "amod"  # not "heavily" of "heavily armed"
    return is_loose or is_measure or token.lower_ in _VAGUE


_VAGUE = frozenset({"least", "most", "more", "many", "much", "several", "other", "such", "alleged", "said", "some"})
