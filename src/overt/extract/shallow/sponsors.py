"""Finds which state or service a line says is behind an act, without a parser: `Line` in, `SponsorHit`s out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from overt.extract.shallow.cast import Cast
from overt.extract.shallow.lines import Line
from overt.extract.shallow.setting import english_name
from overt.types.account import EntityKind

_GAP = 4  # words between a tie and the actor: "on behalf of what they called the service"
_ACCUSED_GAP = 1  # "accuses the Kremlin": the object follows at once
_STATE_REACH = 3  # words between a service's noun and its state's name
_SMALL_TIE = 5  # letters: "for" ties a service to an act ("spied for the GRU"), but a state to anything
_CONTACTS = "contacts"  # of ties: "relations with" a service tie it to an act, with a state they may be diplomacy
_BREAK = re.compile(r"[;:.()]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state or service named in a line; offsets count from its start."""

    line: Line
    start: int
    end: int
    name: str
    kind: EntityKind
    country: str | None
    known_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorHit:
    """An actor with the words that tie it to an act."""

    actor: Actor
    relation: str


def find_sponsors(line: Line, cast: Cast) -> tuple[SponsorHit, ...]:
    """Return the actors that stand right after a tie ("on behalf of") or accusation; "X is behind" ties before it."""
    actors = tuple(actor for actor in find_actors(line, cast) if not _is_place(actor, cast))
    found: dict[tuple[str, str], SponsorHit] = {}
    for relation, pattern in cast.language.ties.items():
        for match in pattern.finditer(line.text):
            actor = _first_after(line, match.end(), actors)
            is_loose = relation == _CONTACTS or len(match[0]) <= _SMALL_TIE
            if actor is not None and (actor.kind is EntityKind.SERVICE or not is_loose):
                told = "unspecified" if relation == _CONTACTS else relation
                found.setdefault((actor.name, actor.country or ""), SponsorHit(actor=actor, relation=told))
    for match in cast.language.words["accusing"].finditer(line.text):
        actor = _first_after(line, match.end(), actors, gap=_ACCUSED_GAP)
        if actor is not None:
            found.setdefault((actor.name, actor.country or ""), SponsorHit(actor=actor, relation="unspecified"))
    for relation, pattern in cast.language.behind.items():
        for match in pattern.finditer(line.text):
            actor = next((one for one in reversed(actors) if one.end <= match.start()), None)
            if actor is not None and _is_close(line, actor.end, match.start()) and not _speaks(actor, cast):
                found.setdefault((actor.name, actor.country or ""), SponsorHit(actor=actor, relation=relation))
    return tuple(found.values())


def _speaks(actor: Actor, cast: Cast) -> bool:
    """Say whether the next word makes the actor the one who says or suspects it: "the service suspects X behind it"."""
    after = actor.line.words_after(actor.end, 1)
    words = cast.language.words
    return bool(after) and any(words[key].match(after[0].text) for key in ("said", "accusing", "hedges", "suspected"))


def _is_place(actor: Actor, cast: Cast) -> bool:
    """Say whether a state's name tells where ("agents in Poland"): by a word before it, or by its case."""
    if actor.kind is not EntityKind.STATE or actor.known_id is not None:
        return False
    line, language = actor.line, cast.language
    before = line.words_before(actor.start, 1)
    word = line.text[actor.start : actor.end].casefold()
    if language.site_endings and word.endswith(language.site_endings):
        return True
    return bool(before) and any(
        language.words[key].fullmatch(before[0].text) for key in ("sites", "origins", "destinations")
    )  # fmt: skip


def _first_after(line: Line, at: int, actors: tuple[Actor, ...], gap: int = _GAP) -> Actor | None:
    return next((one for one in actors if one.start >= at and _is_close(line, at, one.start, gap)), None)


def _is_close(line: Line, start: int, end: int, gap: int = _GAP) -> bool:
    between = line.text[start:end]
    return len(between.split()) <= gap and not _BREAK.search(between)


def find_actors(line: Line, cast: Cast) -> Iterator[Actor]:
    """Yield the services and states of a line, in order: known names, "military intelligence of X", bare states."""
    taken: list[tuple[int, int]] = []
    actors: list[Actor] = []
    for hit in cast.known[line.number]:
        row = hit.rows[0]
        if row.kind in (EntityKind.SERVICE, EntityKind.STATE) or (row.kind is EntityKind.GROUP and not row.is_outlet):
            taken.append((hit.start, hit.end))
            actors.append(Actor(line=line, start=hit.start, end=hit.end, name=row.name, kind=row.kind,
                                country=row.country, known_id=row.id))  # fmt: skip
    for actor in _described(line, cast):
        if not any(start < actor.end and actor.start < end for start, end in taken):
            taken.append((actor.start, actor.end))
            actors.append(actor)
    language = cast.language
    for match in language.nation.finditer(line.text):
        country = language.country_of(match[0])
        is_free = not any(start < match.end() and match.start() < end for start, end in taken)
        if country and is_free and match[0][0].isupper():
            actors.append(Actor(line=line, start=match.start(), end=match.end(), name=english_name(country),
                                kind=EntityKind.STATE, country=country))  # fmt: skip
    for country, pattern in language.seats.items():
        actors += [
            Actor(line=line, start=match.start(), end=match.end(), name=english_name(country),
                  kind=EntityKind.STATE, country=country)
            for match in pattern.finditer(line.text)
            if match[0][0].isupper() and not any(a < match.end() and match.start() < b for a, b in taken)
        ]  # fmt: skip
    yield from sorted(actors, key=lambda actor: actor.start)


def _described(line: Line, cast: Cast) -> Iterator[Actor]:
    """Yield services and powers named by a common noun with their state beside it."""
    language = cast.language
    for key, kind in (("services", EntityKind.SERVICE), ("powers", EntityKind.STATE)):
        for match in language.words[key].finditer(line.text):
            before = list(reversed(line.words_before(match.start(), _STATE_REACH)))
            after = line.words_after(match.end(), _STATE_REACH)
            word = next((one for one in (*before, *after) if language.country_of(one.text) and not re.search(
                r"[,;:.()]", line.text[min(one.end, match.end()) : max(one.start, match.start())])), None)  # fmt: skip
            if word is None:
                continue
            country = language.country_of(word.text)
            start, end = min(word.start, match.start()), max(word.end, match.end())
            yield Actor(line=line, start=start, end=end, name=line.text[start:end], kind=kind, country=country)
