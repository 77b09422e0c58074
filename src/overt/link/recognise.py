"""Recognises places in a text by the gazetteer and capital letters, without a parser: text -> `FoundPlace`s."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from overt.base.spans import Span
from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import base_form, find_senses
from overt.link.words import Word, qualified, split_words, word_list

_LONGEST = 5  # words
_LARGE = ("country", "area", "site")
_SMALL_TOWN, _BARE_TOWN, _BIG_TOWN = 500, 5000, 100_000


class Verdict(IntEnum):
    """Whether a run of words names a place. EVIDENCE: part of another name ("Riga Police"), but telling of where."""

    NO = 0
    EVIDENCE = 1
    BARE = 2  # a small town's name and nothing more: a place if the report elsewhere uses it as one
    LIKELY = 3  # unless the report has it as a surname
    SURE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place named in a text: where, under which folded name, and what that name can stand for.

    `within` are those of the candidates that lie where the words after the name say ("Paris, Texas").
    """

    span: Span
    key: str
    candidates: tuple[Candidate, ...]
    within: tuple[Candidate, ...]
    verdict: Verdict


def find_places(text: str, language: str = "en") -> tuple[FoundPlace, ...]:
    """Return the places named in a text, in order, without overlaps. Names of people and institutions are left out."""
    weighed = weigh_places(text, language)
    used = {place.key for place in weighed if place.verdict >= Verdict.LIKELY}
    return tuple(
        place
        for place in weighed
        if place.verdict >= Verdict.LIKELY or (place.verdict == Verdict.BARE and place.key in used)
    )


def weigh_places(text: str, language: str = "en") -> tuple[FoundPlace, ...]:
    """Return the places named in a text and the parts of other names that tell where it plays."""
    atlas = load_atlas(language)
    words = split_words(text)
    runs = {
        (first, last): base_form(_bare(fold_name(text[words[first].start : words[last].end])), language)
        for first, last in _runs(words)
    }
    known = find_senses(runs.values(), atlas, language)
    places = sorted(
        [*_short_forms(text, words, atlas), *_choose(words, runs, known, atlas)], key=lambda place: -place.verdict
    )
    places = _apart(places)
    surnames = _surnames(words, {place.span.start for place in places})
    return tuple(place for place in places if place.verdict == Verdict.SURE or place.key not in surnames)


def _bare(key: str) -> str:
    """The City of Norfolk is Norfolk."""
    head, _, tail = key.partition(" of ")
    return tail if tail and head in word_list("town_words") else key


def _short_forms(text: str, words: Sequence[Word], atlas: Atlas) -> Iterator[FoundPlace]:
    """Find "Calif." and "CA" after a comma: divisions, with their dot."""
    for word in words:
        region = atlas.short_forms.get(fold_name(word.text))
        has_dot = text[word.end : word.end + 1] == "."
        if (
            region
            and word.gap == ", "
            and (has_dot or "." in word.text or (word.text.isupper() and len(word.text) == 2))
        ):
            span = Span(start=word.start, end=word.end + (has_dot and "." not in word.text))
            yield FoundPlace(
                span=span, key=fold_name(word.text) + ".", candidates=(region,), within=(region,), verdict=Verdict.SURE
            )


def _apart(places: Sequence[FoundPlace]) -> list[FoundPlace]:
    """Those named first where two overlap, in the order of the text."""
    kept: list[FoundPlace] = []
    taken: set[int] = set()
    for place in places:
        if taken.isdisjoint(covered := range(place.span.start, place.span.end)):
            kept.append(place)
            taken.update(covered)
    return sorted(kept, key=lambda place: place.span)


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Runs of up to five words on one line that start and end with a capital."""
    for first, word in enumerate(words):
        if not word.is_capital:
            continue
        for last in range(first, min(first + _LONGEST, len(words))):
            if last > first and words[last].gap not in (" ", "\u00a0"):
                break
            if words[last].is_capital:
                yield first, last
            elif words[last].text not in word_list("joints"):
                break


def _choose(
    words: Sequence[Word],
    runs: Mapping[tuple[int, int], str],
    known: Mapping[str, tuple[Candidate, ...]],
    atlas: Atlas,
) -> Iterator[FoundPlace]:
    """From left to right the longest run that is a place."""
    index = 0
    while index < len(words):
        for last in range(min(index + _LONGEST, len(words)) - 1, index - 1, -1):
            candidates = known.get(runs.get((index, last), ""))
            if not candidates:
                continue
            within = qualified(words, last, candidates, atlas)
            verdict = Verdict.SURE if within else _judge(words, (index, last), candidates, atlas)
            if verdict:
                span = Span(start=words[index].start, end=words[last].end)
                key = runs[index, last]
                yield FoundPlace(span=span, key=key, candidates=candidates, within=within, verdict=verdict)
                index = last
                break
        index += 1


@dataclass(frozen=True, slots=True)
class _Setting:
    """What stands around a run of words."""

    is_single: bool
    is_doubtful: bool
    has_preposition: bool
    starts_sentence: bool
    is_shouted: bool
    follows_name: bool  # a capitalised word or a title stands right before
    precedes_name: bool  # a capitalised word stands right after


def _judge(words: Sequence[Word], run: tuple[int, int], candidates: tuple[Candidate, ...], atlas: Atlas) -> Verdict:
    setting = _setting(words, run, atlas)
    if setting.follows_name:
        return Verdict.NO
    if any(one.kind in _LARGE or one in atlas.well_known for one in candidates):
        return _judge_large(setting)
    if not setting.is_single and any(one.kind != "town" and one.is_main for one in candidates):
        return Verdict.EVIDENCE if setting.precedes_name else Verdict.LIKELY  # "Rapides Parish"
    return _judge_town(
        setting, max((one.population for one in candidates if one.kind == "town" or one.is_main), default=0)
    )


def _judge_town(setting: _Setting, population: int) -> Verdict:
    is_big = population >= _BIG_TOWN
    if setting.is_doubtful or (setting.is_single and setting.is_shouted):
        is_used = setting.has_preposition and is_big and not setting.precedes_name
        return Verdict.LIKELY if is_used else Verdict.NO
    if setting.precedes_name:  # most often a first name, unless a preposition stands before it: "in Florence Mr ..."
        return Verdict.EVIDENCE if is_big or (setting.has_preposition and population >= _BARE_TOWN) else Verdict.NO
    if is_big:
        return Verdict.LIKELY
    if setting.has_preposition:
        return Verdict.LIKELY if population >= _SMALL_TOWN else Verdict.NO
    if setting.is_single and setting.starts_sentence:  # "Sales rose": its capital says nothing
        return Verdict.NO
    return Verdict.BARE if population >= _BARE_TOWN or not setting.is_single else Verdict.NO


def _judge_large(setting: _Setting) -> Verdict:
    """Countries, divisions, seas: known to all, so their bare name is enough where nothing speaks against it."""
    if setting.precedes_name:
        return Verdict.EVIDENCE
    if setting.has_preposition:
        return Verdict.SURE
    return Verdict.LIKELY


def _setting(words: Sequence[Word], run: tuple[int, int], atlas: Atlas) -> _Setting:
    first, last = run
    before = words[first - 1] if first and words[first].gap in (" ", ". ") else None
    after = words[last + 1] if last + 1 < len(words) and words[last + 1].gap == " " else None
    is_loose_before = before is not None and words[first].gap == " " and (
        before.is_capital and not _is_loose(before, atlas))  # fmt: skip
    return _Setting(
        is_single=first == last,
        is_doubtful=fold_name(" ".join(word.text for word in words[first : last + 1])) in word_list("doubtful"),
        has_preposition=before is not None and before.plain in word_list("place_prepositions"),
        starts_sentence=words[first].starts_sentence,
        is_shouted=words[first].text.isupper() and len(words[first].text) > 1,
        follows_name=is_loose_before or (before is not None and before.plain in word_list("titles")),
        precedes_name=after is not None and after.is_capital and not _is_loose(after, atlas),
    )


def _is_loose(word: Word, atlas: Atlas) -> bool:
    """Words that stand capitalised beside a place without being of its name."""
    key = fold_name(word.text)
    if key in atlas.demonyms or word.plain in word_list("place_prepositions"):
        return True
    return key in word_list("site_words") or (word.starts_sentence and key in word_list("doubtful"))


def _surnames(words: Sequence[Word], places: set[int]) -> frozenset[str]:
    """Names that elsewhere in the text follow a first name or a title: "Jack London" makes "London" a person there."""
    loose = word_list("site_words") | word_list("place_prepositions")
    return frozenset(
        fold_name(word.text)
        for before, word in pairwise(words)
        if word.gap == " " and word.is_capital and before.is_capital and word.start not in places
        and not before.starts_sentence and fold_name(before.text) not in loose
    )  # fmt: skip
