"""Makes stored text fit to be shown: text in, text without what could steer a screen or the reading direction out."""

import unicodedata

_KEPT = frozenset("\n\t\u200c\u200d")  # joiners shape Arabic and Indic words
_STEERING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return text with its lines, without control characters, half characters and marks that turn the direction."""
    return "".join(char for char in text if char in _KEPT or not _is_steering(char))


def _is_steering(char: str) -> bool:
    return char in _STEERING or unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co"}
