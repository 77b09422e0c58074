"""The ledger: takes in reports, readings and findings, each in one transaction, and gives them back (reader.py)."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from overt.record import schema
from overt.record.codec import decode, dump_json, encode
from overt.record.connect import connect, explain_faults, look_through, writing
from overt.record.decisions import UNSETTLED, append_decision, keep_accounts, refuse_stale, settle_removals
from overt.record.findings import forget_findings, write_renewal
from overt.record.history.past import PastLedger
from overt.record.history.sealing import close_renewal
from overt.record.kept import LedgerMemory, drop, fill
from overt.record.live import live_reports
from overt.record.log import append_log, utc_now
from overt.record.notes import drop_note, note
from overt.record.reader import LedgerReader
from overt.record.reports import digest_report, put_reading, put_reading_again, put_report, storable
from overt.record.rereading import collected_report, texts_to_read
from overt.record.rows import Changes, EngineMark, Meeting, Met, Request
from overt.record.seals import report_seals
from overt.types.address import Address, read_address
from overt.types.decision import Decision, Draft
from overt.types.kept import Renewal
from overt.types.linked import LinkedAccount, LinkedReading
from overt.types.problem import Problem
from overt.types.report import PublishedBasis, Report


def open_ledger(where: str | Path | Address, *, create: bool = False, read_only: bool = False) -> "Ledger":
    """Return the ledger in a file or at postgresql://...; with `create`, make it if there is none.

    Raises LedgerError if there is none, or something else, if it is damaged, of a newer schema, or may not be written;
    SettingsError if the address of a database cannot be read.
    """
    address = read_address(where)
    return Ledger(connect(address, create=create, read_only=read_only), address)


class Ledger(LedgerReader):
    """A ledger that can be written. Whatever stops a run, what is stored stays whole and the run can go on."""

    _held: Connection | None = None  # of the transaction in which all is written together

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written is safe before this, too."""
        self._engine.dispose()

    def as_of(self, number: int) -> PastLedger:
        """Return the ledger as it was at a revision; 0 is the empty one. It ends when this one is closed."""
        revision = next((one for one in self.revisions() if one.number == number), None)
        return PastLedger(self._engine, self.address, revision)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with explain_faults(self.address), writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with super()._reading() as connection:
            yield connection

    @contextmanager
    def together(self) -> Iterator["Together"]:
        """Let all that is written inside be one transaction, which is taken back unless `keep` is called.

        Until then only this ledger sees it; others who would write wait.
        """
        with explain_faults(self.address), writing(self._engine) as connection:
            self._held, together = connection, Together()
            try:
                yield together
            finally:
                self._held = None
            if not together.is_kept:
                connection.rollback()

    def texts_to_read(self, engine: EngineMark, *, is_anew: bool = False) -> tuple[str, ...]:
        """Return the ids of the reports that this engine has not read; `is_anew`: all that an engine may read."""
        with self._reading() as connection:
            return texts_to_read(connection, engine, is_anew=is_anew)

    def collected_report(self, report_id: str) -> Report:
        """Return a report as it was collected, before an engine read it."""
        with self._reading() as connection:
            return collected_report(connection, report_id)

    def forget_mark(self) -> None:
        """Let the next renewal work out all findings from the readings, whatever they were worked out with."""
        with self._writing() as connection:
            drop_note(connection, "findings_mark")

    def start_run(self, version: str) -> int:
        """Note that a run began; return its number.

        If the one before did not end, what is stored is looked through first. Raises LedgerError if it is damaged.
        """
        former = self.runs()
        if former and former[-1].finished is None:
            look_through(self._engine, self.address)
        with self._writing() as connection:
            row = {"started": utc_now(), "version": version, "counts": "{}"}
            number: int = connection.execute(insert(schema.runs).values(**row).returning(schema.runs.c.id)).scalar_one()
            return number

    def finish_run(self, run: int, counts: Mapping[str, int], seconds: float) -> None:
        """Note that a run came to its end."""
        values = {"finished": utc_now(), "counts": dump_json(dict(counts)), "seconds": seconds}
        with self._writing() as connection:
            connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(**values))

    def meet_report(self, report: Report, engine: EngineMark, *, outlet_said: str | None = None) -> Met:
        """Say how an incoming report stands to the ledger; nothing is written. `outlet_said`: what --outlet said."""
        key = input_key(report.input)
        with self._reading() as connection:
            report = _recall(connection, key, report, is_outlet_said=outlet_said is not None)
            stored = connection.execute(
                select(schema.reports, schema.readings.c.engine, schema.readings.c.knowledge)
                .outerjoin(schema.readings, schema.readings.c.report_id == schema.reports.c.id)
                .where(schema.reports.c.id == report.id)
            ).first()
            if stored is None:
                return Met(report=report, meeting=Meeting.NEW, has_input=False)
            query = select(schema.inputs).where(schema.inputs.c.key == key, schema.inputs.c.report_id == report.id)
            row = connection.execute(query).first()
        is_first_input = input_key(stored.input) == key
        is_changed = is_first_input and stored.digest != digest_report(report)
        if is_changed or (stored.engine, stored.knowledge) != (engine.name, engine.knowledge):
            meeting = Meeting.STALE
        else:
            meeting = Meeting.KNOWN if is_first_input else Meeting.DUPLICATE
        return Met(report=report, meeting=meeting, has_input=row is not None and row.superseded_by is None)

    def add_reading(
        self, collected: Report, reading: LinkedReading, engine: EngineMark, *, outlet_said: str | None = None
    ) -> None:
        """Store a report, its input, its problems and what was read out of it, in one transaction."""
        with self._writing() as connection:
            is_new = put_report(connection, collected, reading.report)
            _put_input(connection, collected.input, reading.report.id, outlet_said)
            put_reading(connection, reading, engine)
            detail = {"report": reading.report.id, "sha256_text": reading.report.sha256_text, "engine": engine.name}
            seals = report_seals(connection, reading.report.id)
            append_log(connection, "report-added" if is_new else "report-read-again", {**detail, **seals})

    def put_reading_again(self, reading: LinkedReading, engine: EngineMark) -> None:
        """Store what an engine read out of a text that is stored, in the place of what another one did."""
        with self._writing() as connection:
            put_reading_again(connection, reading, engine)

    def add_unread(self, report: Report, *, outlet_said: str | None = None) -> None:
        """Store a report that the engine failed on, so that its text is kept; it is tried again by the next run."""
        with self._writing() as connection:
            before = report_seals(connection, report.id)
            put_report(connection, report, report)
            seals = report_seals(connection, report.id)
            if seals != before:
                detail = {"report": report.id, "sha256_text": report.sha256_text}
                append_log(connection, "report-unread", {**detail, **seals})
            _put_input(connection, report.input, report.id, outlet_said)

    def add_input(self, name: str, report_id: str, *, outlet_said: str | None = None) -> None:
        """Note that the input `name` holds a report that the ledger knows."""
        with self._writing() as connection:
            _put_input(connection, name, report_id, outlet_said)

    def add_problem(self, problem: Problem, report_id: str | None = None) -> str:
        """Store a problem, unless it is there and open; return its id."""
        problem = replace(problem, input=storable(problem.input))
        body = dump_json(encode(problem))
        problem_id = sha256(body.encode()).hexdigest()[:16]
        table = schema.problems
        with self._writing() as connection:
            resolved = connection.execute(select(table.c.resolved).where(table.c.id == problem_id)).first()
            if resolved is not None and resolved[0] is None:
                return problem_id
            connection.execute(delete(table).where(table.c.id == problem_id))
            row = {"id": problem_id, "name": problem.name, "input": problem.input, "fatal": problem.fatal, "body": body}
            row |= {"key": input_key(problem.input), "report_id": report_id, "first_seen": utc_now()}
            connection.execute(insert(table).values(**row))
            append_log(connection, "problem-found", {"name": problem.name, "input": problem.input})
        return problem_id

    def close_inputs(self, seen: Mapping[str, frozenset[str]], problem_ids: frozenset[str]) -> int:
        """Settle what the inputs of a finished run say now: `seen` maps each input to the ids of its reports.

        A report that its input no longer holds is superseded, and a problem that did not show again is resolved.
        Returns the number of inputs superseded. An input without any report (unreadable today) keeps its old one.
        """
        with self._writing() as connection:
            for name in seen:
                _resolve_problems(connection, input_key(name), problem_ids)
            return sum(_supersede(connection, input_key(name), ids) for name, ids in seen.items() if ids)

    def decide(
        self, draft: Draft, kept: Sequence[LinkedAccount] = (), seen: Mapping[str, str] | None = None
    ) -> Decision:
        """Take in what a person decided, in one transaction: once this returns, it is never lost.

        `kept`: the accounts that it rests on. `seen`: digests of incidents as she saw them (`incident_digest`); a
        decision about one that has changed since is refused. Its reports are looked at again by the next renewal.
        Raises LedgerError.
        """
        return self.decide_all([Request(draft=draft, kept=tuple(kept), seen=seen or {})])[0]

    def decide_all(self, requests: Sequence[Request]) -> tuple[Decision, ...]:
        """Take in several decisions in one transaction, all or none: first it is looked whether any is stale."""
        with self._writing() as connection:
            for incident_id, digest in sorted({pair for one in requests for pair in one.seen.items()}):
                refuse_stale(connection, incident_id, digest)
            decisions = tuple(_take(connection, one) for one in requests)
            settle_removals(connection)
            # What somebody works out just now does not know of it, and would settle what is to be looked at again.
            note(connection, "renewals", str(_renewals(connection) + 1))
            return decisions

    def look_for_changes(self, mark: str) -> Changes:
        """Compare what the findings rest on with the live readings. `mark`: what findings are worked out with now."""
        held, live = schema.held, live_reports()
        with self._reading() as connection:
            notes = {row.key: row.value for row in connection.execute(select(schema.meta))}
            is_anew = notes.get("findings_mark") != mark
            readings = select(schema.readings.c.report_id, schema.readings.c.digest)
            readings = readings.where(schema.readings.c.report_id.in_(live)).order_by(schema.readings.c.report_id)
            gone: tuple[str, ...] = ()
            if not is_anew:
                same = exists().where(
                    held.c.report_id == schema.readings.c.report_id, held.c.digest == schema.readings.c.digest
                )
                readings = readings.where(~same)
                query = select(held.c.report_id).where(held.c.report_id.not_in(live)).order_by(held.c.report_id)
                gone = tuple(connection.execute(query).scalars())
            run = connection.execute(select(func.max(schema.runs.c.id))).scalar()
            come = {row.report_id: row.digest for row in connection.execute(readings)}
        renewals = int(notes.get("renewals", "0"))
        return Changes(mark=mark, gone=gone, come=come, is_anew=is_anew, run=run or 1, renewals=renewals)

    @contextmanager
    def recall(self, card_types: Mapping[str, type], *, is_blank: bool = False) -> Iterator[LedgerMemory]:
        """Give what earlier runs left for comparing. `card_types`: by CardKind; `is_blank`: as if nothing was left."""
        with self._reading() as connection:
            yield LedgerMemory(connection, card_types, is_blank=is_blank)

    def renew(self, renewal: Renewal, changes: Changes) -> bool | None:
        """Write what changed, in one transaction; say whether anything is other than before.

        None: another run or a decision was quicker, nothing was written, and all is to be looked at again.
        """
        with self._writing() as connection:
            if _renewals(connection) != changes.renewals:
                return None
            if changes.is_anew:
                forget_findings(connection)
                note(connection, "findings_mark", changes.mark)
            is_other = write_renewal(connection, renewal)
            drop(connection, schema.held.c.report_id, [*changes.gone, *changes.come])
            rows = ({"report_id": key, "digest": digest} for key, digest in changes.come.items())
            fill(connection, schema.held, rows)
            close_renewal(connection, changes)
            note(connection, "renewals", str(changes.renewals + 1))
            return is_other


def _take(connection: Connection, request: Request) -> Decision:
    keep_accounts(connection, request.kept)
    decision = append_decision(connection, request.draft)
    # Not dropped: whatever happens before the next renewal, a report that goes has to be seen gone.
    changed = update(schema.held).where(schema.held.c.report_id.in_(request.draft.report_ids()))
    connection.execute(changed.values(digest=UNSETTLED))
    return decision


def _renewals(connection: Connection) -> int:
    query = select(schema.meta.c.value).where(schema.meta.c.key == "renewals")
    return int(connection.execute(query).scalar() or "0")


class Together:
    """Whether what is written together is to be kept."""

    def __init__(self) -> None:
        self.is_kept = False

    def keep(self) -> None:
        """Keep it."""
        self.is_kept = True


def input_key(name: str) -> str:
    """Return what an input is known by, however the path to it was typed."""
    return storable(name) if "://" in name else storable(os.path.abspath(name))  # noqa: PTH100 - may carry "#record"


def _is_dated_by_user(report: Report) -> bool:
    return report.published is not None and report.published.basis is PublishedBasis.USER


def _recall(connection: Connection, key: str, report: Report, *, is_outlet_said: bool) -> Report:
    """Return the report with the outlet and the date that the user once gave for this text from this input.

    Else a command that does not repeat --outlet would supersede the report, and one that does not repeat --published
    would forget its date.
    """
    rows = connection.execute(
        select(schema.reports.c.body, schema.inputs.c.outlet_said)
        .join(schema.inputs, schema.inputs.c.report_id == schema.reports.c.id)
        .where(schema.inputs.c.key == key, schema.inputs.c.superseded_by.is_(None))
        .where(schema.reports.c.sha256_text == report.sha256_text)
        .order_by(schema.reports.c.id)
    )
    for row in rows:
        former = decode(Report, json.loads(row.body) | {"text": report.text})
        if row.outlet_said is not None and not is_outlet_said:
            report = replace(report, id=former.id, outlet=former.outlet)
        if former.id == report.id and _is_dated_by_user(former) and not _is_dated_by_user(report):
            report = replace(report, published=former.published)
    return report


def _put_input(connection: Connection, name: str, report_id: str, outlet_said: str | None) -> None:
    table, key = schema.inputs, input_key(name)
    this = (table.c.key == key, table.c.report_id == report_id)
    row = connection.execute(select(table.c.superseded_by).where(*this)).first()
    if row is not None and row.superseded_by is None:
        return
    if row is None:
        values = {"key": key, "report_id": report_id, "input": storable(name), "first_seen": utc_now()}
        connection.execute(insert(table).values(**values, outlet_said=outlet_said))
    else:
        connection.execute(update(table).where(*this).values(superseded_by=None, superseded_at=None))
    append_log(connection, "input-seen", {"input": storable(name), "report": report_id})


def _supersede(connection: Connection, key: str, ids: frozenset[str]) -> int:
    table = schema.inputs
    old = (table.c.key == key, table.c.superseded_by.is_(None), table.c.report_id.not_in(sorted(ids)))
    gone = connection.execute(select(table.c.report_id, table.c.input).where(*old).order_by(table.c.report_id)).all()
    for row in gone:
        append_log(connection, "input-superseded", {"input": row.input, "report": row.report_id, "by": min(ids)})
    if gone:
        connection.execute(update(table).where(*old).values(superseded_by=min(ids), superseded_at=utc_now()))
    return len(gone)


def _resolve_problems(connection: Connection, key: str, still_there: frozenset[str]) -> None:
    table = schema.problems
    query = select(table.c.id, table.c.name, table.c.input).where(table.c.key == key, table.c.resolved.is_(None))
    for row in connection.execute(query).all():
        if row.id not in still_there:
            connection.execute(update(table).where(table.c.id == row.id).values(resolved=utc_now()))
            append_log(connection, "problem-resolved", {"name": row.name, "input": row.input})
