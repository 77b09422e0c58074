"""Where a filler begins and ends: a stretch of the text in, the phrase that the keys of MUC-4 would quote out."""

import re

from bench.muc4.templates import Mention

_LEADS = re.compile(r"(?:(?:the|a|an|his|her|its|their|our|some|this|that|these|those|another|several)\s+)+")
_EDGES = " \t\n,.;:()-"


def trim_phrase(text: str, start: int, end: int) -> Mention | None:
    """Return the stretch without articles in front and marks around it; None if nothing is left."""
    phrase = text[start:end]
    start += len(phrase) - len(phrase.lstrip(_EDGES))
    end -= len(phrase) - len(phrase.rstrip(_EDGES))
    lead = _LEADS.match(text, start, end)
    if lead:
        start = lead.end()
    return Mention(start=start, end=end, text=text[start:end]) if start < end else None
