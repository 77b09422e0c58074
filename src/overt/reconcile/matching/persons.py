"""Compares names of persons: two names as written -> how far they agree, and why."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, is_cognate, is_initial, is_same_given, is_same_word, name_words
from overt.reconcile.matching.near import NOT_NEAR, Fit, Nearness, fit_words
from overt.reconcile.matching.slips import FAR, hearsay, slip


class Likeness(IntEnum):
    """How far two names agree. Names alone join nobody below FULL; NEAR is for the reports around it, or a person."""

    DIFFERENT = 0
    NEAR = 1  # one may be a slip, or a shorter or foreign form, of the other
    SURNAME = 2  # the family name agrees and one side gives no other
    FULL = 3  # family name and given name agree


@lru_cache(maxsize=65536)
def compare_persons(a: str, b: str) -> Likeness:
    """Compare two names of persons; the order of family and given name does not matter."""
    if _has_generations_apart(a, b):
        return Likeness.DIFFERENT
    likeness = max(_compare_strictly(x, y) for x in _readings(a) for y in _readings(b))
    if likeness is Likeness.FULL and _contradict(a, b):
        return Likeness.NEAR if weigh_persons(a, b).cost <= NEAR_COST else Likeness.DIFFERENT
    if likeness is Likeness.DIFFERENT and weigh_persons(a, b).cost <= NEAR_COST:
        return Likeness.NEAR
    return likeness


NEAR_COST = 2.0


def _has_generations_apart(a: str, b: str) -> bool:
    one, other = read_person(a).generation, read_person(b).generation
    return bool(one and other and one != other)


def _readings(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name; again as Ukrainian and Belarusian romanise it, and without Baltic endings."""
    words = name_words(" ".join(_spelled(name)))
    yield words
    if re.search("[Гг]", name):
        yield name_words(re.sub("[Гг]", "h", name))
    if len(words) > 1 and all(len(word) > _BALTIC and word.endswith("s") for word in words):
        yield tuple(re.sub(r"[aiu]?s$", "", word) for word in words)


_BALTIC = 4


def _compare_strictly(a: tuple[str, ...], b: tuple[str, ...]) -> Likeness:
    """By the words that both give: every word of the shorter name stands in the longer."""
    few, many = sorted((a, b), key=lambda words: (len(words), words))
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


def _contradict(a: str, b: str) -> str | None:
    """Return what keeps apart two names that else agree in full."""
    one, other = read_person(a), read_person(b)
    few, many = sorted((one.words, other.words), key=len)
    if len([word for word in many if len(word) > 1 and not is_patronymic(word)]) - len(few) > _MOST_LEFT:
        return "one name is much longer"
    fit = fit_words(few, many, _weigh_pair)
    if len(few) > 2 and fit and not fit.is_ordered:
        return "the words in another order"
    if _has_patronymics_apart(one.words, other.words):
        return "another patronymic"
    if _has_initials_apart(one.words, other.words):
        return "another initial"
    return "forms for a woman and a man" if _has_genders_apart(one.words, other.words) else None


_MOST_LEFT = 2  # so many words a name may lack


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A person's name as compared: its words without titles and particles, and whether it is a junior's."""

    words: tuple[str, ...]
    generation: str | None


@lru_cache(maxsize=65536)
def read_person(name: str) -> PersonName:
    """Return the words of a person's name in Latin letters; initials written together come apart."""
    table = read_knowledge("names.yaml")
    words = list(name_words(re.sub(_SERVANT, r"abdul\1", re.sub(_FAITH, r"\1din", fold(" ".join(_spelled(name)))))))
    generation = next(
        (table["generations"][word] for word in fold(name).split()[1:] if word in table["generations"]), None
    )
    kept = [word for word in words if word not in _light() and word not in table["generations"]]
    return PersonName(words=tuple(kept or words), generation=generation)


_SERVANT = r"\babd(?: ?[aeou][lrsznd])? (?:[aeou][lrsznd] )?(\w+)"  # "Abd al-Rahman", "Abdul Rahman": one name
_FAITH = r"(\w+) (?:[aeu][ld] )?(?:d?din|ddine?|dine|deen)\b"  # "Saif al-Din", "Bashir-ud-Din"


def _spelled(name: str) -> Iterator[str]:
    """Yield the words of a name; characters that are syllables are joined to words, family name first."""
    is_shouted = name.isupper()
    chunks = re.findall(r"[^\s·・,]+", re.sub(r"['’]s\b", "", name))
    for chunk in chunks:
        if chunk.startswith("ال") and len(chunk) > _ARTICLE:
            yield chunk[2:]  # the article is written with its word
        elif _SYLLABLES.search(chunk):
            parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", anyascii(chunk))
            yield from (parts[0], "".join(parts[1:])) if len(chunks) == 1 and len(parts) > 1 else ("".join(parts),)
        elif not is_shouted and re.fullmatch(r"[B-DF-HJ-NP-TV-XZ]{2,3}", chunk):
            yield from chunk
        else:
            yield chunk


_ARTICLE = 4
_SYLLABLES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(map(str, read_knowledge("names.yaml")["light_words"]))


@lru_cache(maxsize=65536)
def is_patronymic(word: str) -> bool:
    """Say whether a folded word ends as patronymics do."""
    return len(word) > 6 and word.endswith(tuple(read_knowledge("names.yaml")["patronymic_ends"]))


def _has_patronymics_apart(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Two patronymics, and they differ; or one that would have to stand for the other's given name."""
    some, others = [w for w in a if is_patronymic(w)], [w for w in b if is_patronymic(w)]
    if some and others:
        return not any(slip(x, y) <= 1 for x in some for y in others)
    bare = a if not some else b
    fathers = some or others
    rest = [w for w in (a if some else b) if not is_patronymic(w)]
    return (
        bool(fathers)
        and len(bare) > 1
        and len(rest) > 1
        and not all(any(slip(x, y) <= 1 or len(x) == 1 for y in rest) for x in bare)
    )


def _has_initials_apart(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """As many words on both sides, and an initial of one stands for no word of the other."""
    return len(a) == len(b) and any(
        len(x) == 1 and not any(is_initial(x, y) for y in others) for some, others in ((a, b), (b, a)) for x in some
    )


def _has_genders_apart(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether one is a woman's name and one a man's; in a Slavic text they may be two cases of one."""
    if len(a) < 2 or len(b) < 2 or not any(_is_womans(x, y) for x in (a[0], a[-1]) for y in (b[0], b[-1])):
        return False
    return any(_is_pair(x, y) for x in a for y in b if not _is_womans(x, y))


def _is_pair(a: str, b: str) -> bool:
    """Say of "alexandra" and "alexander" that one begins as the other, and only one ends in -a."""
    return a != b and a[:3] == b[:3] and (a[-1] == "a") != (b[-1] == "a") and "a" in {a[-1], b[-1]}


def _is_womans(a: str, b: str) -> bool:
    """Say whether two family names are one in the forms for a woman and a man, either way round."""
    rows = read_knowledge("names.yaml")["gendered_families"]
    both = ((a, b), (b, a))
    return any(x.endswith(end) and x[: -len(end)] + other == y for x, y in both for end, other in rows if other)


@lru_cache(maxsize=65536)
def is_nearly_one(a: str, b: str) -> bool:
    """Say whether two full names are a slip apart, or have one given name and family names that differ by ear.

    "Mirzakhani" and "Mirzajani": too little to call them one person; enough where town, days and act agree.
    """
    if compare_persons(a, b) is Likeness.NEAR and is_slip(a, b):
        return True
    one, other = name_words(a), name_words(b)
    if min(len(one), len(other)) < 2 or not any(is_same_given(x, y) for x in one[:-1] for y in other[:-1]):
        return False
    x, y = one[-1], other[-1]
    is_heard = x[0] == y[0] and Indel.normalized_similarity(x, y) >= _BY_EAR
    return is_heard and min(len(x), len(y)) >= _BY_EAR_FROM and not _has_generations_apart(a, b)


_BY_EAR = 0.7
_BY_EAR_FROM = 6  # letters


def is_one_in_context(a: str, b: str) -> bool:
    """Say whether two names are one person's, if both are told to have one role in one incident."""
    return compare_persons(a, b) >= Likeness.SURNAME or (compare_persons(a, b) is Likeness.NEAR and is_slip(a, b))


def is_slip(a: str, b: str) -> bool:
    """Say whether two near names are a slip of the pen apart: no word is missing, and the other word is long enough."""
    near = weigh_persons(a, b)
    return near.cost <= _ONE_SLIP and near.worst <= _IN_A_LONG_WORD


_ONE_SLIP = 1.2
_IN_A_LONG_WORD = 0.21  # slips a letter


@lru_cache(maxsize=65536)
def weigh_persons(a: str, b: str) -> Nearness:
    """Return how many slips lie between two names of persons. Nothing here knows of more than the names."""
    one, other = read_person(a), read_person(b)
    if not one.words or not other.words or _has_generations_apart(a, b):
        return NOT_NEAR
    is_loose = 1 in {len(one.words), len(other.words)} or "-" in a + b  # run together, or syllables of Chinese
    if not is_loose and not any(slip(x, y) <= 1 for x in one.words for y in other.words):
        return _weigh_heard(a, b, one.words, other.words)
    whole = frozenset((*one.words, *other.words))
    found = [_weigh_words(x, other.words, whole) for x in _variants(one.words, a)]
    found += [_weigh_words(one.words, y, whole) for y in _variants(other.words, b)]
    best = min(found, key=lambda near: near.cost)
    heard = _weigh_heard(a, b, one.words, other.words)
    return min((best, heard), key=lambda near: near.cost)


def _variants(words: tuple[str, ...], name: str) -> Iterator[tuple[str, ...]]:
    """The words, with two neighbours as one, and Chinese syllables in the other romanisation."""
    yield words
    for at in range(len(words) - 1):
        if len(words[at]) > 1 and len(words[at + 1]) > 1:
            yield (*words[:at], words[at] + words[at + 1], *words[at + 2 :])
    if len(words) > 3:
        yield ("".join(words),)
    table = read_knowledge("names.yaml")["wade_giles"]
    if "-" in name and any(word in table for word in words):
        now = tuple(table.get(word, word) for word in words)
        yield now
        yield (now[0], "".join(now[1:]))


def _weigh_words(a: tuple[str, ...], b: tuple[str, ...], whole: frozenset[str]) -> Nearness:
    few, many = sorted((a, b), key=lambda words: (len(words), words))
    if len(few) == 1 and len(many) > 1:
        return NOT_NEAR  # a bare name: see SURNAME
    fit = fit_words(few, many, _weigh_pair)
    if not fit or not all(word in whole for word in fit.left):
        return NOT_NEAR  # two words become one where that is what the other name has
    return _judge_fit(fit, few)


def _judge_fit(fit: Fit, few: tuple[str, ...]) -> Nearness:
    left = [word for word in fit.left if not is_patronymic(word) and len(word) > 1]
    letters = sum(map(len, few))
    if len(left) > _MOST_LEFT or fit.cost > _MOST_OF_ALL * letters:
        return NOT_NEAR
    cost = (
        fit.cost
        + _MISSING * len(left)
        + _MISSING_LIGHT * (len(fit.left) - len(left))
        + (0 if fit.is_ordered else _ORDER)
    )
    against = [f"{x} and {y} differ" for x, y, step in fit.pairs if step > 0 and len(x) > 1 and len(y) > 1]
    against += [f"only one has {word}" for word in left]
    return Nearness(
        cost=cost,
        worst=max((step / max(len(x), len(y)) for x, y, step in fit.pairs), default=0.0) if not left else FAR,
        speaks_for=tuple(x for x, _, step in fit.pairs if step == 0),
        speaks_against=tuple(against),
    )


_MISSING = 0.8
_MISSING_LIGHT = 0.4  # a patronymic, an initial
_ORDER = 0.4
_MOST_OF_ALL = 0.3  # slips a letter


def _weigh_pair(a: str, b: str) -> float:
    if 1 in {len(a), len(b)}:
        return _INITIAL if is_initial(*sorted((a, b), key=len)) else FAR
    if is_patronymic(a) != is_patronymic(b):
        return FAR if slip(a, b) > 1 else slip(a, b)
    if is_cognate(a, b):
        return min(_COGNATE, slip(a, b))
    return slip(a, b)


_INITIAL = 0.5
_COGNATE = 0.5


def _weigh_heard(a: str, b: str, one: tuple[str, ...], other: tuple[str, ...]) -> Nearness:
    """Names in two scripts of which one keeps no vowels, or only syllables: the consonants, in order."""
    if _script(a) == _script(b):
        return NOT_NEAR
    some, others = hearsay("".join(one)), hearsay("".join(other))
    if some == others and len(some) >= _HEARD:
        return Nearness(cost=_ACROSS, speaks_for=("heard alike in two scripts",))
    return NOT_NEAR


_HEARD = 4
_ACROSS = 1.5


def _script(name: str) -> str:
    letter = next((char for char in name if char.isalpha()), "")
    if "\u0590" <= letter <= "\u08ff":
        return "abjad"
    return "alphabet" if letter < "\u0590" else "syllables"
