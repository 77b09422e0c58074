"""Compares names of organisations: legal forms, abbreviations, numbers and acronyms set aside -> how far they agree."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, is_near, is_same_word
from overt.reconcile.matching.near import NOT_NEAR, Fit, Nearness, fit_words
from overt.reconcile.matching.persons import NEAR_COST, Likeness
from overt.reconcile.matching.slips import FAR, slip


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
    """A body's name as compared: its own words in order, and the classes of the legal forms it gives."""

    words: tuple[str, ...]
    forms: frozenset[str]
    joined: str  # all its words as one, the legal form with them ("SiemensAG")


@lru_cache(maxsize=65536)
def compare_bodies(a: str, b: str) -> Likeness:
    """Compare two names of organisations: FULL if they are one's, NEAR if one may be a slip or a shorter form."""
    if is_same_body(a, b):
        return Likeness.FULL
    return Likeness.NEAR if weigh_bodies(a, b).cost <= NEAR_COST else Likeness.DIFFERENT


@lru_cache(maxsize=65536)
def is_same_body(a: str, b: str) -> bool:
    """Say whether two names of organisations are one's: the same words, or one is the other's acronym.

    A legal form that one side leaves out ("Bank", "Bank AG") tells nothing; two of different classes ("Bank AG", "Bank
    GmbH") are two bodies.
    """
    one, other = read_body(a), read_body(b)
    if not one.words or not other.words:
        return False
    if one.forms and other.forms and not one.forms & other.forms:
        return False
    if sorted(one.words) == sorted(other.words) or one.joined == other.joined:
        return True
    if "".join(one.words) == "".join(other.words):
        return True
    few, many = sorted((one.words, other.words), key=len)
    if len(few) == 1 and len(many) >= _ACRONYM and few[0] == "".join(word[0] for word in many):
        return True
    return len(few) == len(many) and all(_is_spelling(x, y) for x, y in zip(few, many, strict=True))


def _is_spelling(a: str, b: str) -> bool:
    return is_same_word(a, b) or (min(len(a), len(b)) >= _LONG and is_near(a, b))


_LONG = 5
_ACRONYM = 3  # so many words make an acronym that says something


@lru_cache(maxsize=65536)
def read_body(name: str) -> BodyName:
    """Return a body's name with abbreviations spelled out, numbers as digits and its legal forms set apart."""
    told = fold(_count_up(re.sub(r"(?<=\w)['’]s\b", "", name.replace("%", " percent"))))
    bare, forms = _without_forms(told)
    bare, more = _without_forms(_join_letters(bare))
    words = tuple(word for word in _spelled_out(bare) if word not in _small())
    return BodyName(words=words, forms=forms | more, joined="".join(told.split()))


def _without_forms(told: str) -> tuple[str, frozenset[str]]:
    """Take the legal forms out of a folded name, long ones with a slip or so in them as well."""
    forms: set[str] = set()
    for phrase, form in _legal_forms():
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", told) or _find_slipped(phrase, told)
        shorter = f"{told[: found.start()]} {told[found.end() :]}" if found else told
        if found and shorter.strip():
            forms.add(form)
            told = shorter
    return told, frozenset(forms)


def _find_slipped(phrase: str, told: str) -> re.Match[str] | None:
    """Find a long legal form written with a slip, at the end or the beginning of a name: "joynt stock company"."""
    if len(phrase) < _LONG_FORM:
        return None
    count = phrase.count(" ")
    for pattern in (rf"(?<!\w)\w+(?: \w+){{{count}}}\s*$", rf"^\w+(?: \w+){{{count}}}(?!\w)"):
        found = re.search(pattern, told)
        if found and OSA.distance(found[0].strip(), phrase, score_cutoff=2) <= _SLIPS_OF_FORM:
            return found
    return None


_LONG_FORM = 12
_SLIPS_OF_FORM = 2


def _count_up(name: str) -> str:
    """Write Roman numbers after a word as digits, and "forty-four" as one number."""
    name = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", name)
    named = re.sub(_ROMAN, lambda found: str(_arabic(found[0])), name)
    tens = "|".join(_TENS)
    pattern = rf"\b({tens})[- ](one|two|three|four|five|six|seven|eight|nine|[1-9])\b"
    return re.sub(pattern, lambda m: str(_TENS[m[1].casefold()] + _unit(m[2])), named, flags=re.IGNORECASE)


def _unit(word: str) -> int:
    return int(_abbreviations().get(word.casefold(), word))


_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ROMAN = r"(?<=\w )(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})(?!\w|\.)"


def _arabic(roman: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(-x if x < y else x for x, y in zip(values, (*values[1:], 0), strict=True))


def _join_letters(text: str) -> str:
    """Single letters in a row are one abbreviation: "g m b h", "u s"."""
    return re.sub(r"\b(?:[a-z] ){1,5}[a-z]\b(?! \w\b)", lambda match: match[0].replace(" ", ""), text)


def _spelled_out(text: str) -> list[str]:
    table = _abbreviations()
    return " ".join(table.get(word, word) for word in text.split()).split()


@lru_cache(maxsize=1)
def _legal_forms() -> tuple[tuple[str, str], ...]:
    rows = read_knowledge("matching.yaml")["legal_forms"]
    pairs = {(fold(phrase), form) for form, phrases in rows.items() for phrase in phrases}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {str(short): str(long) for short, long in read_knowledge("matching.yaml")["body_abbreviations"].items()}


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")["body_small_words"])


def has_numbers_apart(a: str, b: str) -> bool:
    """Say whether two names give other numbers: the 3rd ship of a row is not the 4th."""
    some, others = ({word for word in read_body(name).words if any(c.isdigit() for c in word)} for name in (a, b))
    return some != others


@lru_cache(maxsize=65536)
def weigh_bodies(a: str, b: str) -> Nearness:
    """Return how many slips lie between two names of organisations; a name after a stroke stands for all."""
    found = [_weigh(x, y) for x in _parts(a) for y in _parts(b)]
    return min(found, key=lambda near: near.cost, default=NOT_NEAR)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, *(part.strip() for part in re.split(r" ?/ ?(?=[A-Z]\w{3})", name)))))


def _weigh(a: str, b: str) -> Nearness:
    one, other = read_body(a), read_body(b)
    if one.forms and other.forms and not one.forms & other.forms:
        return NOT_NEAR
    some, others = _translated(one.words), _translated(other.words)
    few, many = sorted((some, others), key=lambda words: (len(words), words))
    if not few:
        return NOT_NEAR
    is_telling = any(word not in _common() for word in few)
    if _is_acronym(few, many) or (is_telling and "".join(few) == "".join(many)):
        return Nearness(cost=0, speaks_for=("the same letters",))
    fit = fit_words(few, many, _weigh_pair)
    return _judge_fit(fit) if fit else _weigh_joined(few, many)


def _weigh_joined(few: tuple[str, ...], many: tuple[str, ...]) -> Nearness:
    """Words run together, or taken apart."""
    cost = slip("".join(few), "".join(many)) if len(few) != len(many) else FAR
    return Nearness(cost=cost + _JOINED) if cost <= 1 else NOT_NEAR


_JOINED = 0.3


def _is_acronym(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Say of "PLA China" that it is the People's Liberation Army: first letters, and at most a country beside."""
    telling = [word for word in few if word not in _nations()]
    return len(telling) == 1 and len(many) >= _ACRONYM and telling[0] == "".join(word[0] for word in many)


def _judge_fit(fit: Fit) -> Nearness:
    """What tells one body from another are its own words; a slip in a short one is another name."""
    own = [(x, y, step) for x, y, step in fit.pairs if x not in _common()]
    letters = sum(len(x) for x, _, _ in own)
    left = sum(_COMMON if word in _common() else _OWN for word in fit.left)
    is_short_of = len(own) == 1 and own[0][2] > _EAR * letters and any(word not in _common() for word in fit.left)
    if not own or is_short_of or fit.cost > _MOST_OF_OWN * letters or len(fit.left) > _MOST_LEFT:
        return NOT_NEAR
    against = [f"{x} and {y} differ" for x, y, step in fit.pairs if step > 0] + [f"only one has {w}" for w in fit.left]
    return Nearness(
        cost=fit.cost + left + (0 if fit.is_ordered else _ORDER),
        speaks_for=tuple(x for x, _, step in own if step == 0),
        speaks_against=tuple(against),
    )


_EAR = 0.13  # slips a letter of its only word, where the other side has a word more: "Faberlik", "Faberlic Europe"
_OWN = 0.9
_COMMON = 0.6
_ORDER = 0.5
_MOST_LEFT = 2
_MOST_OF_OWN = 0.26  # slips a letter of the words that tell


def _weigh_pair(a: str, b: str) -> float:
    if a != b and (a.isdigit() or b.isdigit()):
        return _NUMBER if a.isdigit() and b.isdigit() and len(a) == len(b) else FAR
    if a != b and (min(len(a), len(b)) < _SHORT):
        return FAR
    return slip(a, b)


_NUMBER = 1.0  # another number is another body, unless it is a slip: never enough to join
_SHORT = 4


def _translated(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of institutions in one language, so that "zavod" is a plant; what stands before a ship's name left out."""
    found = [word for word in words if word not in _table("ship_prefixes")] or list(words)
    return tuple(_institution(word) for word in found)


@lru_cache(maxsize=65536)
def _institution(word: str) -> str:
    """Return what a folded word of an institution says, by its longest known beginning; else the word itself."""
    for length in range(min(len(word), _LONGEST_STEM), 2, -1):
        if (found := _stems().get(word[:length])) and len(word) - length <= _ENDING:
            return found
    return word


_LONGEST_STEM = 14
_ENDING = 6  # what may follow a stem


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    rows = _table("institution_words")
    return {stem: what for what, stems in reversed(rows.items()) for stem in (*stems, what)}


def _table(name: str) -> Any:
    return read_knowledge("bodies.yaml")[name]


@lru_cache(maxsize=1)
def _nations() -> frozenset[str]:
    """Folded names of countries and adjectives of nations, each of one word."""
    named = {fold(name) for name in read_knowledge("nationalities.yaml")["countries"]}
    return frozenset(read_knowledge("matching.yaml")["nation_words"]) | {name for name in named if " " not in name}


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    table = read_knowledge("matching.yaml")
    return frozenset(table["dull_words"]) | _nations() | frozenset(_table("institution_words"))
