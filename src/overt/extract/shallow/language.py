"""Loads the words of a language for reading without a parser: ISO 639-1 code in, `Language` out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from overt.base.knowledge import list_knowledge, read_knowledge
from overt.extract.codebook.lexicon import Lexicon, load_lexicon
from overt.extract.codebook.rows import Row, check_keys, pick, read_row
from overt.types.account import Stage
from overt.types.claim import SpeakerKind

_LISTS = (
    "weak", "general", "negation", "hedges", "suspected", "denied", "admitted", "said", "quoting", "offices", "people",
    "killed", "injured", "years", "months", "more_than", "many", "counted", "others", "sites", "origins",
    "destinations", "services", "powers", "accusing", "prison", "up_to", "not_names", "not_objects", "doing",
    "unknown", "pursued", "nationals", "residents", "active", "helps", "passive",
)  # fmt: skip
_MAPS = ("stages", "speakers", "numbers", "objects", "means", "nations", "seats", "ties", "behind", "towns")
_PLAIN = (
    "ages",
    "site_endings",
    "doer_endings",
    "object_endings",
    "joints",
    "noun_capitals",
    "articles",
    "names_first",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language. Patterns match whole words, letter case ignored; `ages` has the age as its group."""

    code: str
    lexicon: Lexicon
    words: Mapping[str, re.Pattern[str]]
    stages: Mapping[Stage, re.Pattern[str]]
    speakers: Mapping[SpeakerKind, re.Pattern[str]]
    numbers: Mapping[str, int]
    number: re.Pattern[str]
    ages: re.Pattern[str]
    objects: Mapping[str, re.Pattern[str]]
    means: Mapping[str, re.Pattern[str]]
    ties: Mapping[str, re.Pattern[str]]
    behind: Mapping[str, re.Pattern[str]]  # as `ties`, but the actor stands before them
    nations: Mapping[str, re.Pattern[str]]
    seats: Mapping[str, re.Pattern[str]]  # capitals and palaces that stand for their state
    nation: re.Pattern[str]
    towns: Mapping[str, re.Pattern[str]]  # English name -> words derived from it ("рижский")
    town: re.Pattern[str]
    site_endings: tuple[str, ...]  # of the case that says where, in languages that do without a preposition
    doer_endings: tuple[str, ...]  # of the case that says by whom something was done
    object_endings: tuple[str, ...]  # of the cases that say to whom
    joints: frozenset[str]  # small words inside names of people
    articles: frozenset[str]
    noun_capitals: bool  # every noun has a capital
    names_first: bool  # a town stands before its body ("Rīgas tiesa")

    def country_of(self, word: str) -> str | None:
        """Return the country (ISO 3166-1 alpha-2) that a word or phrase names or derives from."""
        return next((code for code, pattern in self.nations.items() if pattern.fullmatch(word)), None)

    def town_of(self, word: str) -> str | None:
        """Return the English name of the town that a word derives from."""
        return next((name for name, pattern in self.towns.items() if pattern.fullmatch(word)), None)


def list_languages() -> tuple[str, ...]:
    """Return the languages that can be read without a parser, as ISO 639-1 codes."""
    return tuple(name[len(_FOLDER) + 1 : -len(".yaml")] for name in list_knowledge(_FOLDER))


@cache
def load_language(code: str) -> Language | None:
    """Return the words of a language; None if there are none. Raises KnowledgeError if a file is wrong."""
    lexicon = load_lexicon(code)
    if lexicon is None or code not in list_languages():
        return None
    name = f"{_FOLDER}/{code}.yaml"
    return read_language(read_knowledge(name), lexicon, name)


def read_language(content: object, lexicon: Lexicon, where: str) -> Language:
    """Return the words of a file's content; `where` names the file in errors."""
    file = read_row(content, where)
    check_keys(file, (*_LISTS, *_MAPS, *_PLAIN))
    numbers = {word: int(value) for value, words in file.row("numbers").values.items() for word in map(str, words)}
    nations = _patterns(file.row("nations"))
    ages = "|".join(file.words("ages"))
    return Language(
        code=lexicon.language,
        lexicon=lexicon,
        words={key: compile_words(file.words(key)) for key in _LISTS},
        stages={pick(key, Stage, where): pattern for key, pattern in _patterns(file.row("stages")).items()},
        speakers={pick(key, SpeakerKind, where): pattern for key, pattern in _patterns(file.row("speakers")).items()},
        numbers=numbers,
        number=re.compile(rf"(?<![\w.,])(?:\d{{1,4}}|{_alternatives(numbers)})(?![\w%]|[.,]\d)", re.IGNORECASE),
        ages=re.compile(rf"(?<!\w)(?:{ages})(?!\w)" if ages else r"(?!)", re.IGNORECASE),
        objects=_patterns(file.row("objects")),
        means=_patterns(file.row("means")),
        ties=_patterns(file.row("ties")),
        behind=_patterns(file.row("behind")),
        nations=nations,
        seats=_patterns(file.row("seats")),
        nation=compile_words(word for code in nations for word in file.row("nations").words(code)),
        towns=_patterns(file.row("towns")),
        town=compile_words(word for name in file.row("towns").values for word in file.row("towns").words(name)),
        site_endings=file.words("site_endings"),
        doer_endings=file.words("doer_endings"),
        object_endings=file.words("object_endings"),
        joints=frozenset(file.words("joints")),
        articles=frozenset(file.words("articles")),
        noun_capitals=file.flag("noun_capitals"),
        names_first=file.flag("names_first"),
    )


_FOLDER = "languages"


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for whole words and phrases: `*` stands for any letters, "*" alone in a phrase for one word."""
    parts = _alternatives(words)
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)" if parts else r"(?!)", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in ordered)


def _patterns(row: Row) -> dict[str, re.Pattern[str]]:
    return {key: compile_words(row.words(key)) for key in row.values}
