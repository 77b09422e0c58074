"""Says how far two incidents that may be one are told in the same words: two incidents in, shared words and rank out.

It orders questions for a person and joins nothing. On texts of a public set the words around an event, and how many of
them another text has, told best whether it describes that event (bench/described.py); here those words are the quotes.
"""

import re
from dataclasses import dataclass

from overt.types.incident import Incident

_WORD = re.compile(r"\w+")
_LONG = 4  # letters from which on a word is likely to say something; numbers always do
_UNSEEN = 2  # as if each told so many words more: two shared words of two say less than ten of ten
_LEAST, _MOST = 40, 60  # around the rank of a question of which nothing is known but the link
_FEW = 6
_KEYS = frozenset({"time", "place"})  # what the link itself rests on


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two incidents are told, 0-1, and some of the words that both quote, the longest first."""

    share: float
    words: tuple[str, ...]

    @property
    def rank(self) -> int:
        """The rank of a question about them."""
        return round(_LEAST + (_MOST - _LEAST) * self.share)


def compare_tellings(a: Incident, b: Incident) -> Likeness:
    """Return which words of the quotes of one incident stand in those of the other; either may come first."""
    of_a, of_b = _words(a), _words(b)
    both = of_a & of_b
    words = sorted(both, key=lambda word: (-len(word), word))
    return Likeness(len(both) / (min(len(of_a), len(of_b)) + _UNSEEN), tuple(words[:_FEW]))


def _words(incident: Incident) -> frozenset[str]:
    quotes = " ".join(claim.quote for claim in incident.claims if claim.field not in _KEYS).casefold()
    return frozenset(
        word for word in _WORD.findall(quotes) if len(word) >= _LONG or any(char.isdigit() for char in word)
    )
