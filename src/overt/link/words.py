"""The words of a text with what stands between them, and the qualifiers that follow a place ("Paris, Texas")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.link.atlas import Atlas
from overt.link.gazetteer import Candidate, fold_name

# The parts of "Canada-based" are words of their own: the gap between them is the hyphen.
_WORD = re.compile(r"W\. ?Va\.|(?:[^\W\d_]\.){2,}|St\.|Mt\.|Ft\.|[^\W\d_](?:[\w]|['’ʼ](?!s\b)(?=\w))*")
HYPHENS = ("-", "‑")
_SENTENCE_BREAK = re.compile(r"[.!?:\n\"“”«]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets and `gap`, the text since the word before."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def is_capital(self) -> bool:
        """Say whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def starts_sentence(self) -> bool:
        """Say whether its capital may be only that of a sentence."""
        return not self.gap or bool(_SENTENCE_BREAK.search(self.gap))

    @property
    def plain(self) -> str:
        """The word in small letters, without a final dot."""
        return self.text.lower().rstrip(".")


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text; a possessive 's is no part of one."""
    words = []
    last = 0
    for match in _WORD.finditer(text):
        words.append(Word(match[0], match.start(), match.end(), text[last : match.start()]))
        last = match.end()
    return tuple(words)


@cache
def word_list(name: str) -> frozenset[str]:
    """Return a list of places.yaml as a set."""
    return frozenset(str(word) for word in read_knowledge("places.yaml")[name])


def qualified(
    words: Sequence[Word], last: int, candidates: tuple[Candidate, ...], atlas: Atlas
) -> tuple[Candidate, ...]:
    """Return the candidates that lie in the state or country named after the comma that follows word `last`."""
    if last + 1 >= len(words) or words[last + 1].gap not in (", ", " (", ","):
        return ()
    for length in (3, 2, 1):
        following = words[last + 1 : last + 1 + length]
        if len(following) < length or not all(
            word.is_capital or word.text in word_list("joints") for word in following
        ):
            continue
        key = fold_name(" ".join(word.text for word in following))
        inside = [*atlas.regions.get(key, ()), *atlas.districts.get(key, ())]
        inside += [table[key] for table in (atlas.short_forms, atlas.countries) if key in table]
        if any(one.kind == "country" for one in candidates):  # "Russia, US and China" is a list
            inside = [other for other in inside if other.kind != "country"]
        if found := tuple(one for one in candidates if any(_lies_in(one, other) for other in inside)):
            return found
    return ()


def _lies_in(one: Candidate, other: Candidate) -> bool:
    return one.country == other.country and (other.kind == "country" or one.adm1 == other.adm1) and one != other
