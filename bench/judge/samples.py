"""Judges overt over the project's own sample reports, case by case: each miss of a figure of the gate is a case."""

from typing import Any

from bench.gate_accusations import find_accusations
from bench.gate_gold import REPORTS, Gold, GoldIncident, load_gold
from bench.gate_match import Matches, match_reports
from bench.gate_measures import measure_all
from bench.gate_view import read_samples
from bench.judge.rows import find_words, own_claims, say_incident, to_marks
from bench.judged import Document, Judged, Judging, State

Row = dict[str, Any]


def judge() -> Judging:
    """Return every miss of the gate, and who is accused."""
    gold = load_gold()
    matches = match_reports(gold, read_samples(REPORTS))
    documents = {key: Document(key=key, text=view.text, about=key) for key, view in matches.view.reports.items()}
    judged = tuple(_case(gold, matches, one.name, miss) for one in measure_all(gold, matches) for miss in one.misses)
    return Judging(documents=documents, judged=judged, accusations=tuple(find_accusations(gold, matches)))


def _case(gold: Gold, matches: Matches, figure: str, miss: str) -> Judged:
    """Return a miss ("- label" missed, "+ label" said) beside the incident and the report that it names."""
    is_extra, label = miss.startswith("+"), miss[2:]
    incident = max((name for name in gold.incidents if name in label), key=len, default=None)
    row = _find_row(matches, label, incident)
    report = next((key for key in matches.view.reports if key in label), None) or _tell_report(matches, incident, row)
    view = matches.view.reports[report]
    words = [name for known in gold.incidents[incident].people for name in known.names] if incident else []
    return Judged(
        figure=figure, document=report, label=miss, state=State.WRONG if is_extra else State.MISSED,
        cause=_cause(figure, miss), gold=_say(gold.incidents[incident]) if incident else label,
        said=f"{miss}\n\n{say_incident(row, [view.id]) if row else 'no incident of ours belongs to it'}",
        marks=(*(to_marks(own_claims(row, [view.id])) if row else ()), *find_words(view.text, words, "gold")),
    )  # fmt: skip


def _cause(figure: str, miss: str) -> str:
    if figure == "accused rightly":
        return f"false accusation, {'grave' if '(grave' in miss else 'open'}"
    return f"{figure} {'wrong' if miss.startswith('+') else 'missed'}"


def _find_row(matches: Matches, label: str, incident: str | None) -> Row | None:
    """Return the row that a miss is about: by its id, by report and incident, by the incident."""
    by_id = (row for row in matches.view.incidents if row["id"] in label)
    pairs = (pair.row for pair in matches.pairs if pair.incident == incident and pair.report in label)
    main = matches.main.get(incident) if incident else None
    row = next(by_id, None) or next(pairs, None) or main
    return dict(row) if row else None


def _tell_report(matches: Matches, incident: str | None, row: Row | None) -> str:
    """Return a report in which to look at a miss that names none."""
    pairs = [pair.report for pair in matches.pairs if pair.incident == incident]
    if row:
        sources = set(row["sources"]["reports"])
        pairs += [key for key, view in matches.view.reports.items() if view.id in sources]
    return next(iter(pairs), next(iter(matches.view.reports)))


def _say(incident: GoldIncident) -> str:
    people = [f"{'/'.join(sorted(known.roles))}: {known.names[0]}" for known in incident.people]
    sponsor = incident.sponsor
    behind = [f"behind it: {sponsor.names[0]} ({'|'.join(sorted(sponsor.levels))})"] if sponsor else []
    return "\n".join(
        [
            f"{incident.id}: {' | '.join(incident.types)}, {incident.stage}",
            f"when: {incident.first} to {incident.last}",
            f"where: {incident.place or ''} ({', '.join(sorted(incident.countries))})",
            *people,
            *behind,
        ]
    )
