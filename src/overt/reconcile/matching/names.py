"""Compares names: two names as written -> how alike they are, over scripts, spellings and orders."""

import re
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

from overt.base.knowledge import read_knowledge

# What romanisations of one sound have in common; longer spellings first.
_SOUNDS = (
    ("shch", "s"),
    ("schtsch", "s"),
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("ph", "f"),
    ("kh", "h"),
    ("zh", "z"),
    ("sh", "s"),
    ("cz", "c"),
    ("sz", "s"),
    ("rz", "z"),
    ("ch", "c"),
    ("ts", "c"),
    ("tz", "c"),
    ("th", "t"),
    ("ck", "k"),
    ("x", "ks"),
    ("ou", "u"),
    ("w", "v"),
    ("q", "k"),
    ("j", "i"),
    ("y", "i"),
    ("ii", "i"),
    ("ie", "e"),
    ("io", "o"),
    ("iu", "u"),
    ("ia", "a"),
)


class Likeness(IntEnum):
    """How far two names of persons agree."""

    DIFFERENT = 0
    SURNAME = 1  # the family name agrees and one side gives no other
    FULL = 2  # family name and given name agree


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text in lower-case ASCII words, other scripts transliterated."""
    # Soft signs and apostrophes come out as "'" and stand inside a word.
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`]", "", anyascii(text).casefold())).strip()


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return what is left of a folded word when spellings of one sound are made equal."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=65536)
def german_sound(word: str) -> str:
    """Return the sound of a Slavic name that is spelled as in German: "Schukow" is Zhukov, "Selenskyj" is Zelensky."""
    for written, meant in _GERMAN:
        word = re.sub(written, meant, word)
    return sound(word)


# One pass: what is written before the arrow is not read again. "s" is voiced before a vowel.
_GERMAN = (("tsch", "C"), ("sch", "S"), ("ch", "kh"), ("z", "ts"), ("s(?=[aeiouy])", "z"), ("S", "zh"), ("C", "ch"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what spellings and cases of a folded name have in common: sound, without last vowels; o and a are one.

    Cases of Slavic and Baltic names differ at the end ("Tarkovin", "Tarkovina", "Tarkovinu"), romanisations of
    Belarusian in unstressed vowels. Short words keep their ends: too little would be left.
    """
    heard = sound(word).replace("o", "a")
    return heard[:4] + re.sub(r"[aeiu]+$", "", heard[4:])


_LONG_ENOUGH = 6


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a person's name, without titles and particles."""
    dropped = _dropped()
    return tuple(word for word in fold(re.sub(r"['’]s\b", "", name)).split() if word not in dropped)


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")["name_particles"])


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, str]:
    rows = read_knowledge("matching.yaml")["short_forms"]
    return {sound(fold(short)): sound(fold(long)) for long, shorts in rows.items() for short in shorts}


def is_same_word(a: str, b: str) -> bool:
    """Say whether two folded family names are spellings of one."""
    if a == b or sound(a) == sound(b):
        return True
    if german_sound(a) == sound(b) or sound(a) == german_sound(b):
        return True
    if min(len(a), len(b)) < 5:
        return False
    if min(len(a), len(b)) >= _LONG_ENOUGH and stem(a) == stem(b):
        return True
    return skeleton(a) == skeleton(b) and is_near(a, b)


def is_near(a: str, b: str) -> bool:
    """Say whether two folded words differ in a letter or so: a slip of the pen, or another name."""
    return max(Indel.normalized_similarity(a, b), Indel.normalized_similarity(sound(a), sound(b))) >= _NEAR


_NEAR = 0.9


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonants of a folded word: who writes a name down by ear errs in its vowels first."""
    return re.sub(r"[aeiou]", "", sound(word))


def is_same_given(a: str, b: str) -> bool:
    """Say whether two folded given names may be one person's."""
    if sound(a) == sound(b) or (1 in {len(a), len(b)} and sound(a)[:1] == sound(b)[:1]):
        return True
    known_a, known_b = (_short_forms().get(sound(word), sound(word)) for word in (a, b))
    if min(len(a), len(b)) >= _LONG_ENOUGH - 1 and stem(a) == stem(b):
        return True
    return known_a == known_b or _is_near_given(sound(a), sound(b)) or _is_near_given(known_a, known_b)


def _is_near_given(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and long.startswith(short):
        return True
    return len(short) >= 4 and Indel.normalized_similarity(a, b) >= 0.8


@lru_cache(maxsize=65536)
def compare_persons(a: str, b: str) -> Likeness:
    """Compare two names of persons; the order of family and given name does not matter."""
    few, many = sorted((name_words(a), name_words(b)), key=lambda words: (len(words), words))
    if not few:
        return Likeness.DIFFERENT
    if len(many) > 1 and "".join(few) in {"".join(many), "".join(reversed(many))}:
        return Likeness.FULL  # also where the space between the names is lost
    if len(few) == 1:
        # The last word, or the one before it (two family names); or, to the letter, the first (family name first).
        places = many[-1:] if len(many) <= 2 else many[-2:]
        alike = len(few[0]) >= 3 and (
            (len(many) == 2 and few[0] == many[0]) or any(is_same_word(few[0], word) for word in places)
        )
        return Likeness.SURNAME if alike else Likeness.DIFFERENT
    return Likeness.FULL if _is_full_match(few, many) else Likeness.DIFFERENT


def _is_full_match(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Every word of the shorter name has its own in the longer, the family name (last, or first) as a whole word."""
    for is_reversed, family, others in ((False, few[-1], few[:-1]), (True, few[0], few[1:])):
        # In the other order a short form may not stand for the family name: "Lind" is no "Lindemann".
        alike = is_same_word if is_reversed else is_same_given
        for at, word in enumerate(many):
            rest = list(many[:at] + many[at + 1 :])
            if len(family) > 1 and is_same_word(family, word) and all(_take(given, rest, alike) for given in others):
                return True
    return False


def _take(given: str, rest: list[str], alike: Callable[[str, str], bool]) -> bool:
    found = next((word for word in rest if alike(given, word)), None)
    if found is not None:
        rest.remove(found)
    return found is not None


@lru_cache(maxsize=65536)
def is_nearly_one(a: str, b: str) -> bool:
    """Say whether two full names have one given name and family names that differ by ear: Mirzakhani, Mirzajani.

    Too little to call them one person; enough where town, days and act agree.
    """
    one, other = name_words(a), name_words(b)
    if min(len(one), len(other)) < 2 or not any(is_same_given(x, y) for x in one[:-1] for y in other[:-1]):
        return False
    x, y = one[-1], other[-1]
    return min(len(x), len(y)) >= _LONG_ENOUGH and x[0] == y[0] and Indel.normalized_similarity(x, y) >= _BY_EAR


_BY_EAR = 0.7


@lru_cache(maxsize=65536)
def telling_words(text: str) -> frozenset[str]:
    """Return the folded words of a text that are written as a name (capital letter or digit) and tell something.

    Generic words and adjectives of nations, as matching.yaml lists them, tell nothing.
    """
    dull = _dull()
    words = re.findall(r"[^\W_][\w’'&.-]*", text)
    named = [word for word in words if any(c.isupper() or c.isdigit() for c in word)]
    found = {fold(re.sub(r"['’]s$", "", word)).replace(" ", "") for word in named}
    return frozenset(word for word in found if len(word) > 1 and word not in dull)


@lru_cache(maxsize=1)
def _dull() -> frozenset[str]:
    table = read_knowledge("matching.yaml")
    return frozenset(table["dull_words"]) | frozenset(table["nation_words"])


@lru_cache(maxsize=65536)
def kind_words(text: str) -> frozenset[str]:
    """Return the folded common words of a description that say what kind of thing it is, plurals made singular."""
    words = re.findall(r"[^\W_][\w’'-]*", text)
    small = {_singular(fold(word)) for word in words if word.islower() and len(word) > 3}
    synonyms = _synonyms()
    return frozenset(synonyms.get(word, word) for word in small if word not in _dull())


def _singular(word: str) -> str:
    return re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", re.sub(r"(?<=s|x|z|h)es$", "", re.sub(r"ies$", "y", word)))


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, str]:
    return {word: rows[0] for rows in read_knowledge("matching.yaml")["same_things"] for word in rows}
