"""Figures on the fields of the incidents that were found: gold and matches in, measures out."""

from collections.abc import Iterator
from unicodedata import combining, normalize

from bench.gate_gold import Gold, GoldIncident, GoldPerson
from bench.gate_match import Matches, Pair, is_in_time, is_named, is_person, row_countries
from bench.gate_measure import Measure, answered, overlap
from bench.gate_view import Row

_FIELDS = ("quantity", "time", "place", "attribution", "type")
_TOWNS = frozenset({"G1", "G2", "G3"})
_UNJUDGED = frozenset({"AUT", "BEN", "CLM", "FAC", "HST", "ORI"})  # roles that count only where the gold gives them


def measure_time(gold: Gold, matches: Matches) -> Measure:
    """Judge the day, once a telling."""
    answers = []
    for pair in _told(matches):
        said = pair.row["time"]
        is_told = said and (said["lo"] or not said["hi"])  # "by the day of publication" claims no day
        shown = said.get("edtf", said["lo"]) if is_told else None
        answers.append((f"{pair.report} {pair.incident}", shown, is_in_time(pair.row, gold.incidents[pair.incident])))
    return answered("time", _count_tellings(gold), answers)


def measure_country(gold: Gold, matches: Matches) -> Measure:
    """Judge the country, once a telling: one that is wrong among right ones is wrong."""
    answers = []
    for pair in _told(matches):
        said = row_countries(pair.row)
        is_right = bool(said) and said <= gold.incidents[pair.incident].countries
        answers.append((f"{pair.report} {pair.incident}", ", ".join(sorted(said)) or None, is_right))
    return answered("country", _count_tellings(gold), answers)


def measure_place(gold: Gold, matches: Matches) -> Measure:
    """Judge the town, once an incident."""
    answers = []
    for name, row in _main(matches):
        if place := gold.incidents[name].place:
            towns = [one for one in row["places"] if one["role"] == "event_site" and one["precision"] in _TOWNS]
            said = {_bare(text) for one in towns for text in (one["name"], one["name_as_written"])}
            answers.append((name, ", ".join(sorted(said)) or None, _bare(place) in said))
    return answered("town", sum(one.place is not None for one in gold.incidents.values()), answers)


def _bare(name: str) -> str:
    """Return a name without its accents."""
    return "".join(char for char in normalize("NFD", name.casefold()) if not combining(char))


def measure_stage(gold: Gold, matches: Matches) -> Measure:
    """Judge how far it got."""
    answers = [(name, row["stage"], row["stage"] == gold.incidents[name].stage) for name, row in _main(matches)]
    return answered("stage", len(gold.told), answers)


def _told(matches: Matches) -> Iterator[Pair]:
    return (pair for pair in matches.pairs if pair.is_told)


def _main(matches: Matches) -> Iterator[tuple[str, Row]]:
    return iter(sorted(matches.main.items()))


def _count_tellings(gold: Gold) -> int:
    return sum(len(report.tells) for report in gold.reports.values())


def measure_roles(gold: Gold, matches: Matches) -> Measure:
    """Judge who stands in which role."""
    wanted = sum(not known.is_optional for one in gold.told.values() for known in one.people)
    said = right = 0
    misses: list[str] = []
    for name, row in _main(matches):
        incident = gold.incidents[name]
        judged = list(_judged(row, incident))
        needed = [known for known in incident.people if not known.is_optional]
        missed = [known for known in needed if not any(is_person(one, known) for one in judged)]
        wrong = [one for one in judged if not any(is_person(one, known) for known in incident.people)]
        right += len(needed) - len(missed)
        # what is right but optional, or said twice, neither helps nor harms
        said += len(needed) - len(missed) + len(wrong)
        misses += [f"- {name}: {'/'.join(sorted(known.roles))} {known.names[0]}" for known in missed]
        misses += [f"+ {name}: {one['role']} {one['name'] or one['description']}" for one in wrong]
    return Measure(name="people and roles", wanted=wanted, said=said, right=right, misses=tuple(misses))


def _judged(row: Row, incident: GoldIncident) -> Iterator[Row]:
    given = {role for known in incident.people for role in known.roles}
    return (one for one in row["participants"] if one["role"] not in _UNJUDGED or one["role"] in given)


def measure_protected(gold: Gold, matches: Matches) -> Measure:
    """Judge only what is missed: who else is called a minor or at risk is judged by nobody here."""
    flags = {
        f"{name}: {known.names[0]} {flag}": (matches.main.get(name), known, flag)
        for name, one in gold.told.items()
        for known in one.people
        for flag in known.flags
    }
    said = {label for label, (row, known, flag) in flags.items() if row and _is_noted(row, known, flag)}
    return overlap("minors, people at risk", set(flags), said)


def _is_noted(row: Row, known: GoldPerson, flag: str) -> bool:
    return any(one.get(flag) and is_named(one, known.names) for one in row["participants"])


def measure_sponsor(gold: Gold, matches: Matches) -> Measure:
    """Judge who is said to be behind it."""
    wanted = sum(one.sponsor is not None for one in gold.told.values())
    said = right = 0
    misses: list[str] = []
    for name, row in _main(matches):
        sponsor = gold.incidents[name].sponsor
        if sponsor is None and row["type"].startswith("response."):
            continue  # who stood behind the act may well be said again with the step that answers it
        actors = [one["actor"] for one in row["attribution"]]
        wrong = [one for one in actors if not sponsor or not any(part in one.casefold() for part in sponsor.names)]
        is_found = len(wrong) < len(actors)
        right, said = right + is_found, said + is_found + len(wrong)
        misses += [f"- {name}: {sponsor.names[0]}"] if sponsor and not is_found else []
        misses += [f"+ {name}: {actor}" for actor in wrong]
    return Measure(name="sponsor", wanted=wanted, said=said, right=right, misses=tuple(misses))


def measure_sponsor_standing(gold: Gold, matches: Matches) -> Measure:
    """Judge level and denial, where the sponsor was found."""
    answers: list[tuple[str, str | None, bool]] = []
    for name, row in _main(matches):
        if (sponsor := gold.incidents[name].sponsor) is None:
            continue
        named = [one for one in row["attribution"] if any(part in one["actor"].casefold() for part in sponsor.names)]
        if named:
            levels, is_contested = {one["level"] for one in named}, any(one["contested"] for one in named)
            answers.append((f"{name}: level", ", ".join(sorted(levels)), bool(levels & sponsor.levels)))
            answers.append((f"{name}: contested", str(is_contested), is_contested == sponsor.is_contested))
    return answered("sponsor's standing", 2 * sum(one.sponsor is not None for one in gold.told.values()), answers)


def measure_certainty(gold: Gold, matches: Matches) -> Measure:
    """Judge how surely a report says that it happened."""
    answers = []
    for pair in _told(matches):
        if wanted := gold.reports[pair.report].tells[pair.incident]:
            said = _say_certainty(pair.row, matches.view.reports[pair.report].id)
            answers.append((f"{pair.report} {pair.incident}, {wanted}", said, said == wanted))
    return answered("certainty", sum(bool(one) for row in gold.reports.values() for one in row.tells.values()), answers)


def _say_certainty(row: Row, report_id: str) -> str:
    """Say how surely the report says that it happened: its firmest claim of the type."""
    claims = [one for one in row["claims"] if one["report"] == report_id and one["field"] == "type"]
    affirmed = {one["certainty"] for one in claims if one["polarity"] == "affirmed"}
    if not affirmed:
        return "denied" if claims else "unstated"
    return "firm" if "firm" in affirmed else "hedged"


def measure_numbers(gold: Gold, matches: Matches) -> Measure:
    """Judge whether the number to show first is among those shown."""
    answers = []
    for name, row in _main(matches):
        for number in gold.incidents[name].numbers:
            said = [(one["lo"], one["hi"]) for one in row["quantities"] if one["what"] == number.what]
            is_right = (number.chosen, number.chosen) in said
            shown = str(said) if said else None
            answers.append((f"{name}: {number.what} {number.chosen:g}", shown, is_right))
    return answered("chosen numbers", sum(len(one.numbers) for one in gold.told.values()), answers)


def measure_disputed(gold: Gold, matches: Matches) -> Measure:
    """Judge the fields on which reports differ."""
    wanted = {f"{name}: {field}" for name, one in gold.told.items() for field in one.disputed}
    said = set()
    for name, row in _main(matches):
        families = {one["field"].split(".")[0].replace("quantities", "quantity") for one in row["disputed"]}
        said |= {f"{name}: {field}" for field in families if field in _FIELDS}
    return overlap("disputed fields", wanted, said)


def measure_reversed(gold: Gold, matches: Matches) -> Measure:
    """Judge what turned out not to be what it was said to be."""
    wanted = {name for name, one in gold.told.items() if one.status == "reversed"}
    said = {name for name, row in _main(matches) if row["status"] == "reversed"}
    return overlap("reversed incidents", wanted, said)
