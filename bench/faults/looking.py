"""Looks what a killed process left: Ledger -> nothing, or AssertionError with what was lost or is half."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from overt.assemble import RunSettings, engine_mark, renew_findings, run_reports
from overt.record import open_ledger
from overt.record.codec import dump_json, encode
from overt.record.ledger import Ledger
from overt.share import export_ledger
from overt.types.incident import Incident


def look_whole(ledger: Ledger, acknowledged: Mapping[int, str]) -> None:
    """See that what is stored is as it was written, that every promised decision is there, and no incident is half."""
    ledger.verify_log()
    decisions = {one.number: one for one in ledger.decisions()}
    assert sorted(decisions) == list(range(1, len(decisions) + 1)), "decisions are not numbered without gaps"
    for number, told in acknowledged.items():
        assert number in decisions, f"decision {number} was promised and is lost"
        assert not told or told == dump_json(encode(decisions[number].draft)), f"decision {number} is another"
    ids = set(ledger.incident_ids())
    for one in ledger.incidents():
        held = {claim.report_id for claim in one.claims}
        assert held, f"an incident without claims: {one.id}"
        assert held <= set(one.sources.report_ids), f"claims of reports that are no source: {one.id}"
        assert {link.incident_id for link in one.links} <= ids, f"a link to no incident: {one.id}"


def state_of(ledger: Ledger) -> dict[str, list[str]]:
    """Return all that was worked out, in words that do not hold in which order things came."""
    names = {one.id: f"<{min(one.account_ids)}>" for one in ledger.incidents()}

    def plain(value: object) -> str:
        text = dump_json(encode(value))
        for key, name in names.items():
            text = text.replace(key, name)
        return text

    def named(one: Incident) -> Incident:
        """Put links in the order of what they lead to: they stand by ids, which tell what came first."""
        return replace(one, links=tuple(sorted(one.links, key=lambda link: (names[link.incident_id], link.kind))))

    return {
        "incidents": sorted(plain(named(one)) for one in ledger.incidents()),
        "entities": sorted(plain(one) for one in ledger.entities()),
        "statistics": sorted(plain(one) for one in ledger.statistics()),
        "questions": sorted(plain(replace(one, id="")) for one in ledger.questions()),  # made of ids of incidents
        "conflicts": sorted(plain(one) for one in ledger.conflicts()),
        "reports": sorted(plain(one.standing) for one in ledger.reports() if one.standing),
    }


def look_same(ledger: Ledger, reports: Path) -> None:
    """See that a ledger that was never disturbed, of the same reports and decisions, holds the same."""
    with TemporaryDirectory() as folder, open_ledger(Path(folder) / "calm.ledger", create=True) as calm:
        for old in ledger.reports(with_superseded=True):
            if not old.inputs:
                calm.add_unread(ledger.report(old.report.id))  # decisions may be about it
        run_reports(calm, [reports], RunSettings(jobs=1))
        kept = tuple(ledger.docket().kept.values())
        for one in ledger.decisions():
            calm.decide(one.draft, kept)
        renew_findings(calm, engine_mark())
        here, there = state_of(ledger), state_of(calm)
    for name, rows in here.items():
        ours, theirs = set(rows) - set(there[name]), set(there[name]) - set(rows)
        assert not ours | theirs, _say_difference(name, ours, theirs)


def _say_difference(name: str, ours: set[str], theirs: set[str]) -> str:
    """Say in what the first that differ do."""
    lines = [f"{name} differ: {len(ours)} here alone, {len(theirs)} in the undisturbed ledger alone"]
    for one, other in zip(sorted(ours), sorted(theirs), strict=False):
        a, b = json.loads(one), json.loads(other)
        if isinstance(a, dict) and isinstance(b, dict):
            lines += [f"  {key}: {a.get(key)} | {b.get(key)}" for key in a if a.get(key) != b.get(key)]
        break
    lines += [f"  here {row[:600]}" for row in sorted(ours)[:2]] + [
        f"  there {row[:600]}" for row in sorted(theirs)[:2]
    ]
    return "\n".join(lines)


def look_exported(ledger: Ledger, form: str, folder: Path, before: Mapping[str, bytes]) -> None:
    """See that each exported file is as it was before or as it is to be, and whole."""
    with TemporaryDirectory() as other:
        wanted = {path.name: path.read_bytes() for path in export_ledger(ledger, form, Path(other))}
    for path in exported(folder):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            load_workbook(path).close()  # a workbook says when it was made
        else:
            assert content in (wanted.get(path.name), before.get(path.name)), f"a half file: {path.name}"


def exported(folder: Path) -> Iterator[Path]:
    """Yield the files of an export that have their name."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
