"""Rows of the case tables in, differences out: what a row expects beside what overt reads in its text."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from overt.assemble import read_report
from overt.base.edtf import parse_edtf
from overt.types.account import Account, Role
from overt.types.linked import LinkedAccount, LinkedReading
from overt.types.report import Published, PublishedBasis, Report

FOLDER = Path(__file__).parent.parent / "cases"
PATTERNS = ("events.yaml", "acts_*.yaml", "traps*.yaml", "voices_*.yaml")
ROLES = frozenset(role.value for role in Role)
VALUES = ("place", "time", "means", "quantity", "certainty", "act", "polarity", "sponsor", "not_sponsor", "contested")
KEYS = frozenset({"type", "stage", *VALUES, *ROLES, *(f"not_{role}" for role in ROLES)})
ROW_KEYS = frozenset({"why", "text", "tells", "more", "open"})
_WEIGHT_OF_TYPE = 100  # the nearest account is first of all one of the same type


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table. `open` says why it is not read rightly today; `is_more`: may tell of other things too."""

    file: str
    why: str
    text: str
    tells: tuple[dict[str, Any], ...]
    is_more: bool
    open: str | None

    @property
    def id(self) -> str:
        """The file and the first letters of the text's hash: a row keeps it while its text stays."""
        return f"{self.file}/{hashlib.sha256(self.text.encode()).hexdigest()[:6]}"


def row_files() -> list[str]:
    """Return the names of the tables that hold rows."""
    return sorted(path.name for pattern in PATTERNS for path in FOLDER.glob(pattern))


@cache
def load_rows(file: str) -> tuple[Row, ...]:
    """Return the rows of one table, in its order."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load((FOLDER / file).read_text(encoding="utf-8"), Loader=loader)
    return tuple(_make_row(file.removesuffix(".yaml"), row) for row in rows)


def _make_row(file: str, row: dict[str, Any]) -> Row:
    unknown = sorted({*row} - ROW_KEYS) + sorted({key for wanted in row["tells"] for key in wanted} - KEYS)
    if unknown:
        message = f"{file}.yaml, {row['why']!r}: unknown key {', '.join(unknown)}"
        raise ValueError(message)
    tells = tuple({"stage": "occurred", **wanted} for wanted in row["tells"])
    return Row(
        file=file, why=row["why"], text=row["text"], tells=tells, is_more=row.get("more", False), open=row.get("open")
    )


def make_report(text: str) -> Report:
    """A report of Monday, 2 June 2025 by an invented outlet."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = Published(interval=parse_edtf("2025-06-02"), basis=PublishedBasis.USER, reason="test")
    return Report(
        id="rep_" + digest[:16], input="case.txt", url=None, outlet="Example Gazette", title=None, published=published,
        language="en", text=text, sha256_raw=digest, sha256_text=digest,
    )  # fmt: skip


@cache
def read(text: str) -> LinkedReading:
    """Read a text as a report; every row is read once a run."""
    return read_report(make_report(text))


def told(row: Row) -> list[LinkedAccount]:
    """Return what overt shows for a row: of a report off our subject, nothing where the row expects nothing."""
    accounts = read(row.text).accounts
    return [item for item in accounts if row.tells or "out_of_scope" not in item.account.flags]


def differences(row: Row) -> list[str]:
    """Return in a few words each where overt reads a row otherwise than it expects; empty: the row passes."""
    accounts = told(row)
    pairs = _pair(row, accounts)
    found = [difference for number, place in enumerate(pairs) for difference in _misses(row, accounts, number, place)]
    if not row.is_more:
        taken = {place for place in pairs if place is not None}
        found += [f"{item.account.type} too much" for place, item in enumerate(accounts) if place not in taken]
    return found


def fields_right(row: Row) -> list[tuple[str, bool]]:
    """Return each thing a row asks for ("act", "VIC", "place", ...) with whether it is read so; "too much" is wrong."""
    accounts = told(row)
    pairs = _pair(row, accounts)
    found = [("act", place is not None) for place in pairs]
    for number, place in enumerate(pairs):
        misses = _misses(row, accounts, number, place)
        false = {f"not_{miss.split()[0]}" for miss in misses if " is falsely " in miss}
        wrong = false | {miss.split()[0] for miss in misses if " is falsely " not in miss}
        asked = [key for key in row.tells[number] if key != "type"]
        found += [(key, key not in wrong and (place is not None or key.startswith("not_"))) for key in asked]
    too_much = 0 if row.is_more else len(accounts) - sum(place is not None for place in pairs)
    return found + [("too much", False)] * too_much


def _misses(row: Row, accounts: Sequence[LinkedAccount], number: int, place: int | None) -> list[str]:
    wanted = row.tells[number]
    if place is None:
        return [f"{wanted['type']} not seen"]
    return list(_unlike(wanted, accounts[place], read(row.text)))


def _pair(row: Row, accounts: Sequence[LinkedAccount]) -> list[int | None]:
    """Give each expected act the nearest account of its type, each account once; None where there is none left."""
    reading = read(row.text)
    costs = [
        (len(list(_unlike(wanted, item, reading))) + _WEIGHT_OF_TYPE * (item.account.type != wanted["type"]), n, place)
        for n, wanted in enumerate(row.tells)
        for place, item in enumerate(accounts)
    ]
    pairs: list[int | None] = [None] * len(row.tells)
    for cost, number, place in sorted(costs):
        if cost < _WEIGHT_OF_TYPE and pairs[number] is None and place not in pairs:
            pairs[number] = place
    return pairs


def _unlike(wanted: dict[str, Any], item: LinkedAccount, reading: LinkedReading) -> Iterator[str]:
    account = item.account
    if wanted["stage"] not in ("any", account.stage):
        yield f"stage {wanted['stage']} read as {account.stage}"
    yield from _unlike_roles(wanted, account, reading)
    places = {place.name for place in account.places} | {p.name for p in item.places}
    places |= {place.name_as_written for place in item.places}
    yield from (f"place {name} missing" for name in _listed(wanted, "place") if name not in places)
    if "time" in wanted:
        bounds = parse_edtf(wanted["time"])
        if (bounds.lo, bounds.hi) not in [(time.interval.lo, time.interval.hi) for time in item.times]:
            yield "time wrong" if item.times else "time missing"
    yield from (f"means {name} missing" for name in _listed(wanted, "means") if name not in account.means)
    quantities = {quantity.what for quantity in account.quantities}
    yield from (f"quantity {name} missing" for name in _listed(wanted, "quantity") if name not in quantities)
    yield from _unlike_voice(wanted, account)
    yield from _unlike_sponsor(wanted, account, reading)


def _unlike_roles(wanted: dict[str, Any], account: Account, reading: LinkedReading) -> Iterator[str]:
    for role in sorted(ROLES):
        held = _names(account, role, reading)
        if any(name not in held for name in _listed(wanted, role)):
            yield f"{role} wrong" if held else f"{role} missing"
        yield from (f"{role} is falsely {name}" for name in _listed(wanted, f"not_{role}") if name in held)


def _names(account: Account, role: str, reading: LinkedReading) -> str:
    """Return all by which the report calls those who hold a role, pronouns left out."""
    entities = {entity.key: entity for entity in reading.entities}
    held: list[str] = []
    for participant in account.participants:
        if participant.role == role:
            held += [participant.name or "", participant.description or ""]
            entity = entities.get(participant.entity_key or "")
            held += [mention.quote for mention in entity.mentions if mention.form != "pronoun"] if entity else []
            held += entity.aliases if entity else ()
    if role in {"OBJ", "TGT"}:
        held.append(account.target_object or "")
    return " | ".join(name for name in held if name)


def _unlike_voice(wanted: dict[str, Any], account: Account) -> Iterator[str]:
    voices = [claim.voice for claim in account.claims if claim.field == "type"]
    heard = {
        "certainty": {voice.certainty.value for voice in voices},
        "act": {voice.speech_act.value for voice in voices},
        "polarity": {voice.polarity.value for voice in voices},
    }
    for field, values in heard.items():
        if field in wanted and wanted[field] not in values:
            yield f"{field} {wanted[field]} read as {'/'.join(sorted(values))}"


def _unlike_sponsor(wanted: dict[str, Any], account: Account, reading: LinkedReading) -> Iterator[str]:
    entities = {entity.key: entity for entity in reading.entities}
    actors: set[str] = set()
    for attribution in account.attribution:
        entity = entities.get(attribution.entity_key or "")
        actors |= {attribution.actor, *(entity.aliases if entity else ())}
        actors |= {mention.quote for mention in entity.mentions} if entity else set()
    if "sponsor" in wanted and not set(_listed(wanted, "sponsor")) & actors:
        yield "sponsor wrong" if actors else "sponsor missing"
    yield from (f"sponsor is falsely {name}" for name in _listed(wanted, "not_sponsor") if name in actors)
    if "contested" in wanted and any(a.contested for a in account.attribution) != wanted["contested"]:
        yield f"contested {str(wanted['contested']).lower()} missed"


def _listed(wanted: dict[str, Any], key: str) -> list[str]:
    value = wanted.get(key, [])
    return [value] if isinstance(value, str) else value


def side_by_side(row: Row) -> str:
    """Return a row with what it expects, what overt reads, and where they differ, for a person to look at."""
    reading = read(row.text)
    expected = [f"    expected  {_worded(wanted)}" for wanted in row.tells] or ["    expected  nothing"]
    got = [f"    got       {_say(item, reading)}" for item in told(row)] or ["    got       nothing"]
    lines = [f"{row.id} ({row.why})", f"    text      {row.text}", *expected, *got]
    return "\n".join([*lines, *(f"    differs   {difference}" for difference in differences(row))])


def _worded(wanted: dict[str, Any]) -> str:
    values = (f"{key}: {value}" for key, value in wanted.items() if key not in ("type", "stage"))
    return ", ".join([f"{wanted['type']} {wanted['stage']}", *values])


def _say(item: LinkedAccount, reading: LinkedReading) -> str:
    account = item.account
    parts = [f"{account.type} {account.stage}"]
    parts += [f"{p.role}: {p.name or p.description}" for p in account.participants]
    parts += [f"place: {place.name}" for place in account.places]
    parts += [f"time: {time.interval.edtf}" for time in item.times]
    parts += [f"means: {means}" for means in account.means]
    voices = {claim.voice for claim in account.claims if claim.field == "type"}
    parts += sorted(f"{voice.speech_act}, {voice.polarity}, {voice.certainty}" for voice in voices)
    parts += [f"sponsor: {a.actor}{' (contested)' if a.contested else ''}" for a in account.attribution]
    scope = " [out of scope]" if "out_of_scope" in account.flags else ""
    return ", ".join(dict.fromkeys(parts)) + scope + ("" if reading.accounts else " nothing")
