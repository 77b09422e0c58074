"""Tells whether a report is on our subject, covert acts of states and the answers to them: text in, yes or no out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from overt.base.knowledge import read_knowledge
from overt.extract.codebook.rows import Row, check_keys, pick, read_row


class Side(StrEnum):
    """What a group of signals speaks for."""

    STATE = "state"
    ACT = "act"
    COUNTER = "counter"


_HEAD = 4
_WORD_START = re.compile(r"(?<!\w)\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Many words and phrases as one pattern, tried only where a word begins as one of them does.

    A pattern of hundreds of alternatives tried at every letter cost a seventh of the reading. `heads` are the first
    letters of each, small: four, or all of a shorter one.
    """

    pattern: re.Pattern[str]
    heads: frozenset[str]

    def find(self, text: str) -> Iterator[str]:
        """Yield what of them stands in the text, from left to right, without overlap."""
        starts = word_starts(text)
        end = 0
        for start in sorted({start for head in self.heads if head in starts for start in starts[head]}):
            if start >= end:
                match = self.pattern.match(text, start)
                if match is not None:
                    end = match.end()
                    yield match[0]


@lru_cache(maxsize=4)  # all groups look at the same text
def word_starts(text: str) -> Mapping[str, list[int]]:
    """Return where words of the text begin, by their first letters in small: by one, two, three and four of them."""
    starts: dict[str, list[int]] = {}
    for start in (match.start() for match in _WORD_START.finditer(text)):
        for size in range(1, _HEAD + 1):
            starts.setdefault(text[start : start + size].casefold(), []).append(start)
    return starts


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalGroup:
    """Words that count for one side, each different one `weight`, up to `cap`; nothing below `least` different ones."""

    name: str
    side: Side
    weight: int
    cap: int
    least: int
    words: Phrases
    known: Phrases | None  # names of services and groups, letter case kept
    nations: bool  # each country that the text names beyond the first counts like a word

    def score(self, text: str) -> int:
        """Return what the group gives for a text."""
        found = {phrase.casefold() for phrase in self.words.find(text)}
        if self.known is not None:
            found |= set(self.known.find(text))
        if self.nations:
            found |= set(sorted(find_nations(text))[1:])
        return min(self.cap, self.weight * len(found)) if len(found) >= self.least else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The groups of `knowledge/scope.yaml` with their thresholds."""

    state_least: int
    act_least: int
    total_least: int
    domain_state_least: int
    domain_types: tuple[str, ...]  # types, or families, that are on our subject whoever did it
    groups: tuple[SignalGroup, ...]


def is_in_scope(text: str) -> bool:
    """Say whether the text tells of our subject. English; other languages: `knowledge/codebook/lexicon_*.yaml`."""
    scope = load_scope()
    scores = score_scope(text)
    total = scores[Side.STATE] + scores[Side.ACT] - scores[Side.COUNTER]
    is_state_act = scores[Side.STATE] >= scope.state_least and scores[Side.ACT] >= scope.act_least
    return is_state_act and total >= scope.total_least


def is_domain_act(types: Iterable[str], text: str) -> bool:
    """Say whether an act of these types puts the text in scope by itself.

    Nothing speaks for sport, fiction or business.
    """
    scope = load_scope()
    wanted = scope.domain_types
    is_ours = any(code in wanted or code.partition(".")[0] in wanted for code in types)
    scores = score_scope(text)
    return is_ours and scores[Side.COUNTER] == 0 and scores[Side.STATE] >= scope.domain_state_least


@lru_cache(maxsize=4)  # one report asks twice
def score_scope(text: str) -> Mapping[Side, int]:
    """Return the score of each side for a text."""
    scores = dict.fromkeys(Side, 0)
    for group in load_scope().groups:
        scores[group.side] += group.score(text)
    return scores


@cache
def load_scope() -> Scope:
    """Return the signals that ship with overt. Raises KnowledgeError with the group."""
    return read_scope(read_knowledge("scope.yaml"))


def read_scope(content: object) -> Scope:
    """Return the signals of a file's content."""
    file = read_row(content, "scope.yaml")
    check_keys(file, ("thresholds", "domain_types", "groups"))
    thresholds = file.row("thresholds")
    check_keys(thresholds, ("state_least", "act_least", "total_least", "domain_state_least"))
    return Scope(
        state_least=thresholds.number("state_least"),
        act_least=thresholds.number("act_least"),
        total_least=thresholds.number("total_least"),
        domain_state_least=thresholds.number("domain_state_least"),
        domain_types=file.words("domain_types"),
        groups=tuple(_read_group(row) for row in file.rows("groups")),
    )


def _read_group(row: Row) -> SignalGroup:
    check_keys(row, ("name", "side", "weight", "cap", "from", "known", "nations", "any"))
    known = row.words("known")
    return SignalGroup(
        name=row.text("name"),
        side=pick(row.text("side"), Side, row.where),
        weight=row.number("weight"),
        cap=row.number("cap"),
        least=row.number("from") if "from" in row.values else 1,
        words=_phrases(row.words("any"), re.IGNORECASE),
        known=_phrases(_known_names(frozenset(known)), re.NOFLAG) if known else None,
        nations=row.flag("nations"),
    )


def find_nations(text: str) -> frozenset[str]:
    """Return the countries that a text names, by name or people, as ISO 3166-1 alpha-2 codes."""
    data = read_knowledge("nationalities.yaml")
    codes = data["countries"] | data["demonyms"] | data["capitals"]
    return frozenset(code for name in _nation_names().find(text) if isinstance(code := codes[name], str))


@cache
def _nation_names() -> Phrases:
    slots = ("country", "demonym", "capital")
    parts = "|".join(_alternatives(slot) for slot in slots)
    return Phrases(
        pattern=re.compile(rf"\b(?:{parts})\b"),
        heads=frozenset(name[:_HEAD].casefold() for slot in slots for name in _names(slot)),
    )


def _phrases(entries: Iterable[str], flags: re.RegexFlag) -> Phrases:
    entries = list(entries)
    parts = "|".join(_to_regex(entry) for entry in entries)
    return Phrases(
        pattern=re.compile(rf"(?<![\w-])(?:{parts})(?!\w)" if parts else r"(?!)", flags),
        heads=frozenset(head for entry in entries for head in _heads(entry)),
    )


def _heads(entry: str) -> Iterator[str]:
    for slot in ("country", "demonym"):
        if entry.startswith(f"{{{slot}}}"):
            yield from (name[:_HEAD].casefold() for name in _names(slot))
            return
    yield re.split(r"[*{]", entry, maxsplit=1)[0][:_HEAD].casefold()


def _to_regex(entry: str) -> str:
    pattern = re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    for slot in ("country", "demonym"):
        if f"{{{slot}}}" in entry:
            pattern = pattern.replace(re.escape(f"{{{slot}}}"), f"(?:{_alternatives(slot)})")
    return pattern


@cache
def _alternatives(slot: str) -> str:
    return "|".join(re.escape(name) for name in sorted(_names(slot), key=len, reverse=True))


def _names(slot: str) -> Iterable[str]:
    key = {"country": "countries", "demonym": "demonyms", "capital": "capitals"}[slot]
    names: Mapping[str, object] = read_knowledge("nationalities.yaml")[key]
    return names


def _known_names(kinds: frozenset[str]) -> Iterator[str]:
    """Yield names, longest first; two-letter ones are left out, they stand for too much else."""
    rows = (row for row in read_knowledge("services.yaml") if row["kind"] in kinds)
    names = {name for row in rows for name in (row["name"], *row.get("names", ())) if len(name) > 2}
    yield from sorted(names, key=len, reverse=True)
