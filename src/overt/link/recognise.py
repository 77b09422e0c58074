"""Recognises places in a text by the gazetteer and capital letters, without a parser: text -> `FoundPlace`s."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import find_candidates, find_inflected

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|St\.|Mt\.|Ft\.|[^\W\d_](?:[\w]|['’ʼ](?!s\b)(?=\w))*(?:[-‑][^\W\d_]\w*)*")
_LONGEST = 5  # words
_SMALL_TOWN, _BARE_TOWN, _BIG_TOWN = 500, 5000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place named in a text: where, under which folded name, and what that name can stand for."""

    span: Span
    key: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    gap: str  # what stands between the word before and this one

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def starts_sentence(self) -> bool:
        return not self.gap or bool(re.search(r"[.!?:\n\"“”«]", self.gap))


def split_words(text: str) -> tuple[_Word, ...]:
    """Return the words of a text with their offsets."""
    words = []
    last = 0
    for match in _WORD.finditer(text):
        words.append(_Word(match[0], match.start(), match.end(), text[last : match.start()]))
        last = match.end()
    return tuple(words)


def find_places(text: str, language: str = "en") -> tuple[FoundPlace, ...]:
    """Return the places named in a text, in order, without overlaps. Names of people and institutions are left out."""
    atlas = load_atlas(language)
    words = split_words(text)
    runs = {(first, last): fold_name(text[words[first].start : words[last].end]) for first, last in _runs(words)}
    known = find_candidates(runs.values(), atlas)
    if language != "en":
        known |= find_inflected((key for key in runs.values() if key not in known), atlas, language)
    places = list(_choose(words, runs, known, atlas))
    surnames = _surnames(words, places)
    return tuple(place for place, is_sure in places if is_sure or place.key not in surnames)


def _runs(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Runs of up to five words on one line that start and end with a capital."""
    for first, word in enumerate(words):
        if not word.is_capital:
            continue
        for last in range(first, min(first + _LONGEST, len(words))):
            if last > first and words[last].gap not in (" ", "\u00a0", " the "):
                break
            if words[last].is_capital:
                yield first, last
            elif words[last].text not in _word_list("joints"):
                break


def _choose(
    words: Sequence[_Word], runs: dict[tuple[int, int], str], known: dict[str, tuple[Candidate, ...]], atlas: Atlas
) -> Iterator[tuple[FoundPlace, bool]]:
    index = 0
    while index < len(words):
        for last in range(min(index + _LONGEST, len(words)) - 1, index - 1, -1):
            key = runs.get((index, last), "")
            if key in known and (sure := _is_place(words, (index, last), known[key], atlas)) is not None:
                span = Span(start=words[index].start, end=words[last].end)
                yield FoundPlace(span=span, key=key, candidates=known[key]), sure
                index = last
                break
        index += 1


@cache
def _word_list(name: str) -> frozenset[str]:
    return frozenset(str(word) for word in read_knowledge("places.yaml")[name])


def _is_place(
    words: Sequence[_Word], run: tuple[int, int], candidates: tuple[Candidate, ...], atlas: Atlas
) -> bool | None:
    """Say whether a run names a place: True surely, False probably (a surname elsewhere refutes it), None not."""
    first, last = run
    if _is_qualified(words, last, candidates, atlas):
        return True
    key = fold_name(" ".join(word.text for word in words[first : last + 1]))
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    is_doubtful = key in _word_list("doubtful")
    has_preposition = (
        before is not None
        and before.text.lower() in _word_list("place_prepositions")
        and words[first].gap.strip() == ""
    )
    if before and words[first].gap == " " and before.text.lower().rstrip(".") in _word_list("titles"):
        return None
    if after and after.gap == " " and after.text.lower().rstrip(".") in _word_list("name_tails") and after.is_capital:
        return None
    if _is_in_name(words, run, atlas) and not (has_preposition and first != last):
        return None
    if any(one.kind != "town" for one in candidates):
        return (
            None
            if is_doubtful and not has_preposition and candidates[0].kind == "town"
            else has_preposition or not is_doubtful
        )
    most = candidates[0].population
    if is_doubtful:
        return False if has_preposition and most >= _BIG_TOWN else None
    if first == last and words[first].text.isupper() and len(words[first].text) > 1:
        return None
    if words[first].starts_sentence and first == last and not has_preposition:
        return False if most >= _BIG_TOWN else None
    return False if most >= (_SMALL_TOWN if has_preposition else _BARE_TOWN) else None


def _is_in_name(words: Sequence[_Word], run: tuple[int, int], atlas: Atlas) -> bool:
    """Say whether a capitalised neighbour makes the run part of a longer name ("Paris Hilton", "Jack London")."""
    first, last = run
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if before and words[first].gap == " " and before.is_capital and not _is_loose(before, atlas):
        return True
    return bool(after and after.gap == " " and after.is_capital and not _is_loose(after, atlas))


def _is_loose(word: _Word, atlas: Atlas) -> bool:
    """Words that stand capitalised beside a place without being of its name."""
    key = fold_name(word.text)
    return key in atlas.demonyms or key in _word_list("place_prepositions") or key in _word_list("site_words") or (
        word.starts_sentence and key in _word_list("doubtful"))  # fmt: skip


def _is_qualified(words: Sequence[_Word], last: int, candidates: tuple[Candidate, ...], atlas: Atlas) -> bool:
    """Say whether ", State" or ", Country" follows that one of the candidates lies in."""
    return bool(qualified(words, last, candidates, atlas))


def qualified(
    words: Sequence[_Word], last: int, candidates: tuple[Candidate, ...], atlas: Atlas
) -> tuple[Candidate, ...]:
    """Return the candidates that lie in the state or country named after the comma that follows word `last`."""
    if last + 1 >= len(words) or words[last + 1].gap not in (", ", " (", ","):
        return ()
    for length in (3, 2, 1):
        following = words[last + 1 : last + 1 + length]
        if len(following) < length or not all(
            word.is_capital or word.text in _word_list("joints") for word in following
        ):
            continue
        key = fold_name(" ".join(word.text for word in following))
        inside = [*atlas.regions.get(key, ()), *((atlas.short_forms[key],) if key in atlas.short_forms else ())]
        inside += [*((atlas.countries[key],) if key in atlas.countries else ()), *atlas.districts.get(key, ())]
        if found := tuple(one for one in candidates if any(_lies_in(one, other) for other in inside)):
            return found
    return ()


def _lies_in(one: Candidate, other: Candidate) -> bool:
    return one.country == other.country and (other.kind == "country" or one.adm1 == other.adm1) and one != other


def _surnames(words: Sequence[_Word], places: Sequence[tuple[FoundPlace, bool]]) -> frozenset[str]:
    """Names that elsewhere in the text follow a first name or a title: "Jack London" makes "London" a person there."""
    starts = {place.span.start for place, _ in places}
    return frozenset(
        fold_name(word.text)
        for before, word in pairwise(words)
        if word.gap == " " and word.is_capital and before.is_capital and word.start not in starts
        and not before.starts_sentence and fold_name(before.text) not in _word_list("site_words")
        and fold_name(before.text) not in _word_list("place_prepositions")
    )  # fmt: skip
