"""Figures on the reports themselves: gold and matches in, measures out."""

from collections.abc import Iterator
from datetime import date

from bench.gate_gold import Gold, GoldReport
from bench.gate_match import Matches
from bench.gate_measure import Measure, overlap, share
from bench.gate_view import ReportView, Row

DISCLAIMER = "Invented for overt:"


def measure_statistics(gold: Gold, matches: Matches) -> Measure:
    """Judge the figures about many events."""
    wanted, said = set(), set()
    for key, report in gold.reports.items():
        wanted |= {f"{key}: {one.words}" for one in report.statistics if not one.is_optional}
    keys = {one.id: key for key, one in matches.view.reports.items()}
    for row in matches.view.statistics:
        if (key := keys[row["report"]]) in gold.reports:
            said |= _known_statistic(row, gold.reports[key])
    return overlap("statistics", wanted, said)


def _known_statistic(row: Row, report: GoldReport) -> set[str]:
    for one in report.statistics:
        if one.words in row["quote"].casefold() and one.lo in (None, row["figure"]["lo"]):
            return set() if one.is_optional else {f"{report.key}: {one.words}"}
    return {f"{report.key}: {row['quote']}"}


def measure_cites(gold: Gold, matches: Matches) -> Measure:
    """Judge which outlets a report cites."""
    wanted = {f"{key} cites {name}" for key, report in gold.reports.items() for name in report.cites}
    said = set()
    for key, view in matches.view.reports.items():
        names = gold.reports[key].cites if key in gold.reports else ()
        for cited in view.row["cites"]:
            known = next((name for name in names if name.casefold() in cited.casefold()), cited)
            said.add(f"{key} cites {known}")
    return overlap("cited outlets", wanted, said)


def measure_published(gold: Gold, matches: Matches) -> Measure:
    """Judge the day of publication."""
    judged = ((key, _is_published(matches.view.reports.get(key), report)) for key, report in gold.reports.items())
    return share("published", judged)


def measure_language(gold: Gold, matches: Matches) -> Measure:
    """Judge the language: a report read in a wrong one is hardly read at all."""
    said = {key: one.row["language"] for key, one in matches.view.reports.items()}
    rows = gold.reports.items()
    return share("language", ((f"{key}: {said.get(key)}", said.get(key) == one.language) for key, one in rows))


def _is_published(view: ReportView | None, report: GoldReport) -> bool:
    said = view.row["published"] if view else None
    if not said or not said["lo"] or not said["hi"]:
        return False
    lo, hi = date.fromisoformat(said["lo"]), date.fromisoformat(said["hi"])
    return lo <= report.published <= hi and (hi - lo).days <= 31


def measure_grounding(_: Gold, matches: Matches) -> Measure:
    """Judge every quote: it must be what the text says at its place."""
    texts = {one.id: one.text for one in matches.view.reports.values()}
    claims = [*(one for row in matches.view.incidents for one in row["claims"]), *matches.view.statistics]
    judged = ((f"{one['quote']}", texts[one["report"]][one["start"] : one["end"]] == one["quote"]) for one in claims)
    return share("grounding", judged)


def measure_notices_untouched(gold: Gold, matches: Matches) -> Measure:
    """Judge every notice that is in the stored text: no claim and no statistic may stand in it."""
    claims = [*(one for row in matches.view.incidents for one in row["claims"]), *matches.view.statistics]
    judged = []
    for key, view, start, end in _notices(gold, matches):
        touching = [one for one in claims if one["report"] == view.id and one["start"] < end and one["end"] > start]
        judged.append((f"{key}: {view.text[start:end][:60]}", not touching))
    return share("notices untouched", judged)


def measure_notices_marked(gold: Gold, matches: Matches) -> Measure:
    """Judge every notice that is in the stored text: it is to be marked as one."""
    judged = []
    for key, view, start, end in _notices(gold, matches):
        line = view.text[start:end]
        if not line.startswith(DISCLAIMER):
            is_marked = any(lo < end and hi > start for lo, hi, _ in view.row["boilerplate"])
            judged.append((f"{key}: {line[:60]}", is_marked))
    return share("notices marked", judged)


def _notices(gold: Gold, matches: Matches) -> Iterator[tuple[str, ReportView, int, int]]:
    for key, report in gold.reports.items():
        if view := matches.view.reports.get(key):
            start = 0
            for line in view.text.splitlines(keepends=True):
                if line.strip().startswith((*report.notices, DISCLAIMER)):
                    yield key, view, start, start + len(line.rstrip())
                start += len(line)
