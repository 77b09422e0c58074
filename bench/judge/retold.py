"""Judges an export over the retold reports, case by case, with the matching of score_retold.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.accusations import Accusation
from bench.judge.retold_accusations import find_accusations, judge_accusation
from bench.judge.retold_fields import judge_fields
from bench.judge.retold_report import RetoldReport, say_gold
from bench.judge.rows import Row, label_of, own_claims, say_incident, to_marks
from bench.judged import Document, Judged, Judging, State, state_of
from bench.scorers import load_scorer

_FITS_BUT_TYPE = 3.0  # of 5: two of country, place, date, people agree and none contradicts
_COUNTED = frozenset({"single", "series"})


def judge(folder: Path, export: Path) -> Judging:
    """Return every case of the set."""
    scorer = load_scorer("score_retold")
    golds, view = scorer.read_gold(folder), scorer.Export(export)
    accepts = scorer.acceptable_by_incident(golds)
    incidents = _Incidents(rows=scorer.read_jsonl(export / "incidents.jsonl"), accepts=accepts)
    documents, judged, accusations = {}, list[Judged](), list[Accusation]()
    for gold in golds:
        text = (folder / "texts" / f"{gold.n:03}.txt").read_text(encoding="utf-8")
        matched = scorer.match_report(gold, view, accepts)
        report = RetoldReport(scorer=scorer, view=view, gold=gold, text=text, matched=matched)
        documents[report.key] = Document(key=report.key, text=text, about=f"report {report.key}, {gold.language}")
        found = list(find_accusations(report))
        accusations += found
        judged += [*_judge_relevance(report), *incidents.judge(report), *judge_fields(report)]
        judged += [judge_accusation(report, one) for one in found if one.is_accusing and one.is_matched]
    return Judging(documents=documents, judged=tuple(judged), accusations=tuple(accusations))


def _judge_relevance(report: RetoldReport) -> Iterator[Judged]:
    is_called, gold = bool(report.view.told_in(report.gold.n)), report.gold
    if is_called or gold.relevant:
        state = state_of(is_right=is_called) if gold.relevant else State.WRONG
        cause = "report with nothing found" if gold.relevant else "report of nothing with an incident"
        yield report.case("relevant reports", "relevant", state, cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Incidents:
    """All incidents of the export, counted or not, and which types the gold accepts."""

    rows: Sequence[Row]
    accepts: Any

    def judge(self, report: RetoldReport) -> Iterator[Judged]:
        """Judge what the gold has and what it has not; a missed and a spurious one may be one error, of the type."""
        hits = {gold.id for gold, _ in report.matched.pairs}
        yield from (report.case("incidents", key, State.FOUND, "") for key in sorted(hits))
        left = [report.scorer.Told.of(row, report.gold.n, report.view) for row in report.matched.spurious]
        for gold in (one for one in report.gold.incidents if not one.optional and one.id not in hits):
            near = max(left, key=lambda told, gold=gold: report.scorer.agreement(gold, told), default=None)  # type: ignore[misc]
            cause, row = self._find_cause(report, gold, near)
            case = report.case("incidents", gold.id, State.MISSED, cause)
            marks = to_marks(own_claims(row, report.ids)) if row else ()
            said = say_incident(row, report.ids) if row else "nothing"
            yield replace(case, gold=say_gold(gold.row), said=said, marks=marks + report.gold_marks(gold.row))
            if near is not None and cause == "wrong type":
                left.remove(near)
                yield replace(_judge_spurious(report, near.incident, cause), gold=say_gold(gold.row))
        yield from (_judge_spurious(report, told.incident, "spurious incident") for told in left)

    def _find_cause(self, report: RetoldReport, gold: Any, near: Any) -> tuple[str, Row | None]:
        """Return why an incident was missed, and the row that came nearest to it."""
        if near is not None and report.scorer.agreement(gold, near) >= _FITS_BUT_TYPE:
            return "wrong type", near.incident
        for row in (row for row in self.rows if own_claims(row, report.ids)):
            if report.scorer.type_fits(gold, row, self.accepts):
                if row["status"] in {"rejected", "reversed"}:
                    return f"missed incident, ours is {row['status']}", row
                if row["granularity"] not in _COUNTED:
                    return f"missed incident, ours is {row['granularity']}", row
        return "missed incident", None


def _judge_spurious(report: RetoldReport, row: Row, cause: str) -> Judged:
    case = report.case("incidents", label_of(row, report.ids), State.WRONG, cause)
    marks = to_marks(own_claims(row, report.ids))
    return replace(case, gold="nothing", said=say_incident(row, report.ids), marks=marks)
