"""Stories of several reports in, their joins out: what belongs together by the table beside what overt joins.

    python -m tests.reconcile.join_rows [--show] [FILE]

prints precision and recall of the pairs of tellings; --show adds what each story loses (not for the tables of `_2`).
"""

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from overt.assemble import read_report
from overt.base.edtf import parse_edtf
from overt.reconcile import reconcile_claims
from overt.reconcile.matching.facts import is_type_like
from overt.types.incident import Incident
from overt.types.linked import LinkedAccount, LinkedReading
from overt.types.report import Published, PublishedBasis, Report

FOLDER = Path(__file__).parent.parent / "cases"
FILES = ("joins.yaml", "joins_2.yaml")
KEYS = {"row": {"why", "reports", "incidents"}, "report": {"day", "lang", "text"}}
INCIDENT_KEYS = {"name", "type", "place", "who", "time", "in"}

Telling = tuple[str, str]  # report id, name of the incident with its story


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One incident of a story, as a careful reader finds it: its words tell it from others of its type in a report."""

    name: str
    types: tuple[str, ...]
    words: tuple[str, ...]
    time: str | None
    told_in: tuple[str, ...]  # report ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Tellings found, by what overt calls their incident; pairs wanted and said."""

    found: Mapping[Telling, str]
    wanted: frozenset[tuple[Telling, Telling]]
    said: frozenset[tuple[Telling, Telling]]

    @property
    def wrong(self) -> frozenset[tuple[Telling, Telling]]:
        """Pairs joined that are not one incident."""
        return self.said - self.wanted

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are one incident."""
        return len(self.said & self.wanted) / len(self.said) if self.said else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one incident that are joined; a telling not found loses its pairs."""
        return len(self.said & self.wanted) / len(self.wanted)


@cache
def load_stories(file: str) -> tuple[tuple[tuple[Report, ...], tuple[Wanted, ...]], ...]:
    """Return the stories of a table, each as its reports and its incidents."""
    rows = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return tuple(_story(file, number, row) for number, row in enumerate(rows))


def _story(file: str, number: int, row: dict[str, Any]) -> tuple[tuple[Report, ...], tuple[Wanted, ...]]:
    unknown = {*row} - KEYS["row"] | {key for told in row["reports"].values() for key in {*told} - KEYS["report"]}
    unknown |= {key for one in row["incidents"] for key in {*one} - INCIDENT_KEYS}
    if unknown:
        message = f"{file}, {row['why']!r}: unknown key {', '.join(sorted(unknown))}"
        raise ValueError(message)
    reports = {
        key: _report(f"{file.removesuffix('.yaml')}-{number}{key}", told) for key, told in row["reports"].items()
    }
    incidents = tuple(
        Wanted(
            name=f"{row['why'][:40]}: {one['name']}",
            types=(one["type"],),
            words=(*one.get("place", ()), *one.get("who", ())),
            time=one.get("time"),
            told_in=tuple(reports[key].id for key in one["in"]),
        )
        for one in row["incidents"]
    )
    return tuple(reports.values()), incidents


def _report(key: str, told: dict[str, Any]) -> Report:
    published = Published(interval=parse_edtf(told["day"]), basis=PublishedBasis.USER, reason="test")
    digest = hashlib.sha256(told["text"].encode()).hexdigest()
    return Report(
        id=f"rep_{key}", input=f"{key}.txt", url=None, outlet=f"Outlet {key}", title=None, published=published,
        language=told.get("lang", "en"), text=told["text"], sha256_raw=digest, sha256_text=digest,
    )  # fmt: skip


@cache
def read_table(file: str) -> tuple[LinkedReading, ...]:
    """Read every report of a table, in the table's order."""
    return tuple(read_report(report) for reports, _ in load_stories(file) for report in reports)


@cache
def join_table(file: str) -> Joins:
    """Join all stories of a table in one ledger: they must not run into each other either."""
    readings = read_table(file)
    incidents = reconcile_claims(readings).incidents
    incident_of = {key: incident for incident in incidents for key in incident.account_ids}
    wanted_in: dict[str, list[Wanted]] = defaultdict(list)
    for _, incidents_wanted in load_stories(file):
        for wanted in incidents_wanted:
            for report in wanted.told_in:
                wanted_in[report].append(wanted)
    found = {
        (reading.report.id, wanted.name): incident_of[item.account.id].id
        for reading in readings
        for wanted, item in _match(wanted_in[reading.report.id], reading, incident_of)
    }
    tellings = sorted((report, wanted.name) for report, rows in wanted_in.items() for wanted in rows)
    pairs = list(combinations(tellings, 2))
    return Joins(
        found=found,
        wanted=frozenset((a, b) for a, b in pairs if a[1] == b[1]),
        said=frozenset((a, b) for a, b in pairs if a in found and found[a] == found.get(b)),
    )


def _match(
    wanted: Sequence[Wanted], reading: LinkedReading, incident_of: Mapping[str, Incident]
) -> Iterator[tuple[Wanted, LinkedAccount]]:
    """Give each incident wanted of a report the account that fits best, each account once."""
    fits = [
        (_fit(one, item, incident_of[item.account.id]), -number, -place)
        for number, one in enumerate(wanted)
        for place, item in enumerate(reading.accounts)
        if item.account.granularity.value in {"single", "series"}
    ]
    taken: set[tuple[str, int]] = set()
    for points, number, place in sorted(fits, reverse=True):
        if points and not taken & {("wanted", number), ("account", place)}:
            taken |= {("wanted", number), ("account", place)}
            yield wanted[-number], reading.accounts[-place]


def _fit(wanted: Wanted, item: LinkedAccount, incident: Incident) -> int:
    """How well an account fits; 0: not at all. A report may tell the act as a like type, or not as state-linked yet."""
    code = item.account.type
    if code not in wanted.types and not any(is_type_like(code, one) for one in wanted.types):
        return 0
    quotes = " | ".join(claim.quote for claim in item.account.claims)
    quotes += " | ".join(p.name for p in incident.participants if p.name)
    points = 1 + (code in wanted.types) + 3 * any(word in quotes for word in wanted.words)
    if wanted.time and any((time.interval.edtf or "").startswith(wanted.time) for time in item.times):
        points += 3
    return points


def describe(file: str) -> Iterator[str]:
    """Return what each incident of a table loses, and what is wrongly joined."""
    joins = join_table(file)
    for _, incidents in load_stories(file):
        for wanted in incidents:
            groups: dict[str, list[str]] = defaultdict(list)
            for report in wanted.told_in:
                groups[joins.found.get((report, wanted.name), "not found")].append(report.removeprefix("rep_"))
            if len(groups) > 1 or "not found" in groups:
                yield f"{wanted.name}: " + "; ".join(f"{key[-6:]} {' '.join(keys)}" for key, keys in groups.items())
    for a, b in sorted(joins.wrong):
        yield f"WRONG {a} = {b}"


def summarise(file: str) -> str:
    """Return the figures of a table in a line."""
    joins = join_table(file)
    lost = Counter(
        "not found" if a not in joins.found or b not in joins.found else "not joined"
        for a, b in joins.wanted - joins.said
    )
    return (
        f"{file}: {len(joins.said & joins.wanted)} of {len(joins.wanted)} pairs, precision {joins.precision:.3f}, "
        f"recall {joins.recall:.3f}; lost: {dict(lost)}; wrong: {len(joins.wrong)}"
    )


def main() -> None:
    """Print the figures of the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", default=FILES)
    options.add_argument("--show", action="store_true")
    told = options.parse_args()
    for file in told.files:
        print(summarise(file), *(describe(file) if told.show else ()), sep="\n    ")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
