"""Compares names: two names as written -> how alike they are, over scripts, spellings and orders."""

import re
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
    dropped, words = _dropped(), fold(re.sub(r"['’]s\b", "", name)).split()
    kept = tuple(word for word in words if word not in dropped)
    # "Ben Marlow" has a given name, "Ben Ali" is one family name.
    is_given = len(words) > 1 and words[0] == "ben" and len(kept) == 1 and sound(kept[0]) not in _rows_of("given_names")
    return ("ben", *kept) if is_given else kept


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    return frozenset(read_knowledge("matching.yaml")["name_particles"])


@lru_cache(maxsize=2)
def _rows_of(table: str) -> dict[str, frozenset[str]]:
    """Return for each given name, as it sounds, the rows of names.yaml in which it stands."""
    found: dict[str, set[str]] = {}
    for head, others in read_knowledge("names.yaml")[table].items():
        for word in (head, *others):
            found.setdefault(sound(fold(word)), set()).add(head)
    return {word: frozenset(heads) for word, heads in found.items()}


def is_known_variant(a: str, b: str) -> bool:
    """Say whether names.yaml knows two folded given names as one person's."""
    rows = _rows_of("given_names")
    return not rows.get(sound(a), frozenset()).isdisjoint(rows.get(sound(b), frozenset()))


def is_cognate(a: str, b: str) -> bool:
    """Say whether two folded given names are one name in two languages, as names.yaml knows it."""
    rows = _rows_of("given_cognates")
    return not rows.get(sound(a), frozenset()).isdisjoint(rows.get(sound(b), frozenset()))


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
    if 1 in {len(a), len(b)}:
        return is_initial(*sorted((a, b), key=len))
    if sound(a) == sound(b):
        return True
    if min(len(a), len(b)) >= _LONG_ENOUGH - 1 and stem(a) == stem(b):
        return True
    return is_known_variant(a, b) or _is_near_given(sound(a), sound(b))


def is_initial(letter: str, word: str) -> bool:
    """Say whether a folded letter may stand for a folded name: "Y." for Evgeny, "W." for Viktor."""
    return letter == word[0] or any(letter in row and word[0] in row for row in _INITIALS)


_INITIALS = ("yij", "ye", "kc", "vw", "gh")


def _is_near_given(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and long.startswith(short):
        return True
    return len(short) >= 4 and Indel.normalized_similarity(a, b) >= 0.8


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
