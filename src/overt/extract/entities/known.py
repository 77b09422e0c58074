"""Finds the services, bodies, outlets and countries of `knowledge/` by name: plain text in, known hits out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from overt.base.knowledge import read_knowledge
from overt.extract.entities.words import load_words
from overt.types.account import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A row of services.yaml or outlets_known.yaml, or a country."""

    id: str | None  # "ent_known_ru_fsb"; None for a country
    name: str
    kind: EntityKind
    country: str | None
    described: tuple[
        str, ...
    ] = ()  # "foreign intelligence service": a description that means it, once a country is told
    is_outlet: bool = False
    is_seat: bool = False  # stands for its state: the capital's name, where it acts, means the same


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHit:
    """A known name at [start, end) of the text that was searched. Several rows: the name is shared (SIS, NSA)."""

    start: int
    end: int
    rows: tuple[KnownName, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    automaton: AhoCorasick
    rows: tuple[tuple[KnownName, ...], ...]
    described: Mapping[tuple[str, str], KnownName]
    seats: Mapping[str, KnownName]
    states: Mapping[str, KnownName]


def find_known(text: str) -> tuple[KnownHit, ...]:
    """Return the known names in `text`, in order, longest first where they overlap; whole words, case as written."""
    index = _index()
    found = index.automaton.find_matches_as_indexes(text)
    return tuple(
        KnownHit(start=start, end=end, rows=index.rows[which])
        for which, start, end in found
        if _is_whole(text, start, end)
    )


def find_described(country: str, phrase: str) -> KnownName | None:
    """Return the body of `country` that a lower-case phrase ("foreign intelligence service") means, if known."""
    return _index().described.get((country, phrase))


def seat_of(country: str) -> KnownName | None:
    """Return what stands for the government of `country`: its seat ("the Kremlin") if known, else the state."""
    index = _index()
    return index.seats.get(country) or index.states.get(country)


def choose_row(rows: tuple[KnownName, ...], near: Iterable[str], told: Iterable[str]) -> KnownName:
    """Return the row of a shared name: of a country named beside it, else the first whose country is told."""
    for countries in (set(near), set(told) | {"SU"}):
        for row in rows:
            if row.country in countries:
                return row
    return rows[0]


def _is_whole(text: str, start: int, end: int) -> bool:
    before = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "@_")
    after = end < len(text) and (
        text[end].isalnum() or (text[end] == "." and text[end + 1 : end + 4] in ("com", "org", "net"))
    )
    return not before and not after


@cache
def _index() -> _Index:
    patterns: dict[str, list[KnownName]] = {}
    described: dict[tuple[str, str], KnownName] = {}
    seats: dict[str, KnownName] = {}
    for raw in (*read_knowledge("services.yaml"), *read_knowledge("outlets_known.yaml")):
        row = _read_row(raw)
        for name in dict.fromkeys((raw["name"], *raw.get("names", ()))):
            patterns.setdefault(name, []).append(row)
        for phrase in row.described:
            described.setdefault((row.country or "", phrase), row)
        if row.is_seat and row.country:
            seats.setdefault(row.country, row)
    states: dict[str, KnownName] = {}
    for name, code in load_words().countries.items():
        row = states.setdefault(code, KnownName(id=None, name=name, kind=EntityKind.STATE, country=code))
        patterns.setdefault(name, []).append(row)
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
    return _Index(automaton, tuple(map(tuple, patterns.values())), described, seats, states)


def _read_row(raw: Mapping[str, object]) -> KnownName:
    described = raw.get("described")
    country = raw.get("country")
    is_outlet = str(raw["id"]).startswith("ent_known_out_")
    return KnownName(
        id=str(raw["id"]),
        name=str(raw["name"]),
        kind=EntityKind.ORGANISATION if is_outlet else EntityKind(str(raw["kind"])),
        country=str(country) if country else None,
        described=tuple(map(str, described)) if isinstance(described, list) else (),
        is_outlet=is_outlet,
        is_seat=bool(raw.get("seat")),
    )
