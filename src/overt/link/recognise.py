"""Recognises places in a text by the gazetteer and capital letters, without a parser: text -> `FoundPlace`s."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from overt.base.spans import Span
from overt.link.atlas import Atlas, load_atlas
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import base_form, find_senses
from overt.link.words import HYPHENS, Word, qualified, split_words, word_list

_LONGEST = 5  # words
_DASH = re.compile(r"\s*(?:—|–|--|\s-)\s")
_AFTER_SHOUT = re.compile(r"\s*(?:[-:]\s|\()")
_LARGE = ("country", "area", "site")
_SMALL_TOWN, _BARE_TOWN, _BIG_TOWN = 500, 5000, 100_000


class Verdict(IntEnum):
    """Whether a run of words names a place. EVIDENCE: part of another name ("Riga Police"), but telling of where."""

    NO = 0
    FAINT = 1  # a name that is as often something else: a place if the report elsewhere uses it as one, and no evidence
    EVIDENCE = 2
    BARE = 3  # a small town's name and nothing more: a place if the report elsewhere uses it as one
    LIKELY = 4  # unless the report has it as a surname
    SURE = 5


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
    is_people: bool = False  # "Estonian": gives the country, and no place in it


def find_places(text: str, language: str = "en") -> tuple[FoundPlace, ...]:
    """Return the places named in a text and the words for a country's people, in order, without overlaps.

    Names of persons and firms are left out; the place in the name of a public body ("Riga Police") is named.
    """
    weighed = weigh_places(text, language)
    used = {place.key for place in weighed if place.verdict >= Verdict.LIKELY}
    named = [
        place
        for place in weighed
        if place.verdict >= Verdict.LIKELY or (place.verdict in (Verdict.BARE, Verdict.FAINT) and place.key in used)
    ]
    return tuple(_apart([*named, *_peoples(text, load_atlas(language))]))


def _peoples(text: str, atlas: Atlas) -> Iterator[FoundPlace]:
    for word in split_words(text):
        key = fold_name(word.text)
        if word.is_capital and key in atlas.demonyms:
            country = tuple(one for one in atlas.countries.values() if one.country == atlas.demonyms[key])[:1]
            span = Span(start=word.start, end=word.end)
            yield FoundPlace(span=span, key=key, candidates=country, within=(), verdict=Verdict.LIKELY, is_people=True)


def weigh_places(text: str, language: str = "en") -> tuple[FoundPlace, ...]:
    """Return the places named in a text and the parts of other names that tell where it plays."""
    atlas = load_atlas(language)
    words = split_words(text)
    runs = {
        (first, last): base_form(fold_name(text[words[first].start : words[last].end]), language)
        for first, last in _runs(words)
    }
    known = find_senses(runs.values(), atlas, language)
    places = sorted(
        [*_short_forms(text, words, atlas), *_choose(words, runs, known, atlas)], key=lambda place: -place.verdict
    )
    places = _apart(places)
    surnames = _surnames(words, {place.span.start for place in places if place.verdict > Verdict.FAINT})
    uses = Counter(place.key for place in places if place.verdict >= Verdict.LIKELY)
    people = {
        place.key
        for place in places
        if surnames[place.key] and (surnames[place.key] >= uses[place.key] or not _is_large(place.candidates, atlas))
    }
    return tuple(place for place in places if place.verdict == Verdict.SURE or place.key not in people)


def _short_forms(text: str, words: Sequence[Word], atlas: Atlas) -> Iterator[FoundPlace]:
    """Find "Calif." and "CA" after a comma: divisions, with their dot."""
    for before, word in zip((None, *words), words, strict=False):
        region = atlas.short_forms.get(fold_name(word.text))
        has_dot = text[word.end : word.end + 1] == "."
        if (
            region
            and word.plain not in word_list("titles")
            and (
                word.gap in (", ", " (", "-")
                or (before is not None and before.plain in word_list("place_prepositions"))
            )
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
        if not word.is_capital or _opens_town(words, first):
            continue
        for last in range(first, min(first + _LONGEST, len(words))):
            if last > first and words[last].gap not in (" ", "\u00a0", *HYPHENS):
                break
            if words[last].is_capital:
                yield first, last
            elif words[last].text not in word_list("joints") and words[last].gap not in HYPHENS:
                break


def _opens_town(words: Sequence[Word], first: int) -> bool:
    """The City of Norfolk is Norfolk."""
    return words[first].plain in word_list("town_words") and first + 1 < len(words) and words[first + 1].text == "of"


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
    has_institution: bool  # what stands right after makes a body of that place: "Riga Police"


def _judge(words: Sequence[Word], run: tuple[int, int], candidates: tuple[Candidate, ...], atlas: Atlas) -> Verdict:
    setting = _setting(words, run, atlas)
    if setting.follows_name:
        return Verdict.NO
    if _is_dateline(words, run) and any(one.id is not None for one in candidates):
        return Verdict.SURE
    if _is_large(candidates, atlas):
        return _judge_large(setting)
    if not setting.is_single and any(one.kind != "town" and one.is_main for one in candidates):
        # "Rapides Parish", "Rapides Parish School Board"
        is_other = setting.precedes_name and not setting.has_institution
        return Verdict.EVIDENCE if is_other else Verdict.LIKELY
    return _judge_town(
        setting, max((one.population for one in candidates if one.kind == "town" or one.is_main), default=0)
    )


def _is_large(candidates: Sequence[Candidate], atlas: Atlas) -> bool:
    return any(one.kind in _LARGE or one in atlas.well_known for one in candidates)


def _judge_town(setting: _Setting, population: int) -> Verdict:
    is_big, is_known = population >= _BIG_TOWN, population >= _BARE_TOWN
    if setting.is_doubtful or (setting.is_single and setting.is_shouted):
        is_used = setting.has_preposition and is_big and not setting.precedes_name
        return Verdict.LIKELY if is_used else Verdict.FAINT
    if setting.has_institution:
        return Verdict.LIKELY if is_known else Verdict.FAINT
    if setting.precedes_name:  # most often a first name, unless a preposition stands before it: "in Florence Mr ..."
        return Verdict.EVIDENCE if is_big or (setting.has_preposition and is_known) else Verdict.FAINT
    if is_big or (population >= _SMALL_TOWN and (setting.has_preposition or not setting.is_single)):
        return Verdict.LIKELY  # two words that are a town's name are seldom anything else
    if setting.has_preposition or (setting.is_single and setting.starts_sentence):  # "Sales rose"
        return Verdict.FAINT
    return Verdict.BARE if is_known or not setting.is_single else Verdict.FAINT


def _judge_large(setting: _Setting) -> Verdict:
    """Countries, divisions, seas: known to all, so their bare name is enough where nothing speaks against it."""
    if setting.precedes_name and not setting.has_institution:
        return Verdict.EVIDENCE
    if setting.has_preposition and not setting.precedes_name:
        return Verdict.SURE
    return Verdict.LIKELY


def _is_dateline(words: Sequence[Word], run: tuple[int, int]) -> bool:
    """Say whether a report begins there: "GRAZ (Agency) - A court ...", "BEIRUT: ..."."""
    first, last = run
    if not words[first].starts_sentence or last + 1 >= len(words):
        return False
    gap = words[last + 1].gap
    is_shouted = all(word.text.isupper() for word in words[first : last + 1])
    return bool(_DASH.match(gap) or (is_shouted and _AFTER_SHOUT.match(gap)))


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
        has_institution=after is not None and after.is_capital and after.plain in word_list("institution_words"),
    )


def _is_loose(word: Word, atlas: Atlas) -> bool:
    """Words that stand capitalised beside a place without being of its name."""
    key = fold_name(word.text)
    if key in atlas.demonyms or word.plain in word_list("place_prepositions") | word_list("calendar_words"):
        return True
    opens = word_list("doubtful") | word_list("openers")
    return key in word_list("site_words") or (word.starts_sentence and key in opens)


def _surnames(words: Sequence[Word], places: set[int]) -> Counter[str]:
    """How often names follow a first name or a title in the text: "Jack London" makes "London" a person there."""
    loose = word_list("site_words") | word_list("place_prepositions") | word_list("compass") | word_list("openers")
    return Counter(
        fold_name(word.text)
        for before, word in pairwise(words)
        if word.gap == " " and word.is_capital and before.is_capital and word.start not in places
        and fold_name(before.text) not in loose
        and not (before.starts_sentence and before.plain in word_list("doubtful"))
    )  # fmt: skip
