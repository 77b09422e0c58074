"""Judges the fields of the incidents that were found in a retold report: the report in, cases out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bench.judge.retold_report import ALIKE, RetoldReport, say_gold
from bench.judge.rows import find_words, own_claims, say_act, to_marks
from bench.judged import Judged, State, state_of

_CLAIMS = {"date": ("time",), "certainty": ("attribution", "type", "stage")}
_WORDS = {"targets": "target", "perpetrators": "perpetrator"}


def judge_fields(report: RetoldReport) -> Iterator[Judged]:
    """Yield the cases of all fields, on the pairs that the scorer makes."""
    for gold, told in report.matched.pairs:
        yield from _judge_values(report, gold, told)
        yield from _judge_names(report, gold, told, "targets")
        yield from _judge_names(report, gold, told, "perpetrators")
        yield from _judge_sponsor(report, gold, told)


def _judge_values(report: RetoldReport, gold: Any, told: Any) -> Iterator[Judged]:
    """Judge day, country, place and certainty: one value each."""
    row, scorer = gold.row, report.scorer
    for figure, wanted, said, is_right in (
        ("date", row.get("date_edtf"), _say_time(told), lambda: _is_in_time(scorer, gold, told)),
        ("country", "|".join(sorted(gold.countries)), "|".join(sorted(told.countries())),
         lambda: bool(gold.countries & told.countries())),
        ("place", row.get("place"), ", ".join(dict.fromkeys(told.place_names())),
         lambda: scorer.same_place(row["place"], told.place_names())),
    ):  # fmt: skip
        if wanted:
            cause = f"{figure} {'wrong' if said else 'missed'}"
            case = report.case(figure, gold.id, state_of(is_right=is_right()), cause)
            yield _show(report, gold, told, replace(case, gold=wanted, said=said))
    if wanted := (row.get("attribution") or {}).get("certainty"):
        said = told.certainty()
        state = state_of(is_right=wanted == said)
        case = report.case("certainty", gold.id, state, f"certainty {wanted} -> {said}")
        yield _show(report, gold, told, replace(case, gold=wanted, said=said))


def _say_time(told: Any) -> str:
    return str((told.incident["time"] or {}).get("edtf") or "")


def _is_in_time(scorer: Any, gold: Any, told: Any) -> bool:
    return bool(scorer.dates_agree(gold.row["date_edtf"], told.intervals(), told.yearless())[0])


def _show(report: RetoldReport, gold: Any, told: Any, case: Judged) -> Judged:
    """Return a case of a value with what stands around it."""
    claims = own_claims(told.incident, report.ids, *_CLAIMS.get(case.figure, ("place",)))
    lines = [f"{c['field']}: “{c['quote']}” {c['speech_act']}, {c['certainty']}" for c in claims]
    marks = to_marks([*claims, *own_claims(told.incident, report.ids, "type")])
    return replace(
        case,
        gold=f"{case.gold}\n\n{say_gold(gold.row)}",
        said="\n".join([case.said or "nothing", "", say_act(told.incident, report.ids), *lines]),
        marks=marks + find_words(report.text, [case.gold], case.figure),
    )


def _judge_names(report: RetoldReport, gold: Any, told: Any, figure: str) -> Iterator[Judged]:
    """Judge targets or perpetrators, name by name, and who stands there beside them."""
    roles = report.scorer.ROLES.get(gold.type, report.scorer._ACT_ROLES)[figure == "perpetrators"]  # noqa: SLF001
    wanted, said, word = gold.names(figure), told.participants(roles), _WORDS[figure]
    if not wanted:
        return
    pairs = dict(_pair_names(report.scorer, wanted, said))
    extra = [forms for at, forms in enumerate(said) if at not in pairs.values()]
    everybody = report.say_people(told.incident)
    marks = to_marks(own_claims(told.incident, report.ids, "participant", "target_object", "type"))
    for at, name in enumerate(wanted):
        cause = f"{word} wrong" if extra else f"{word} missed"
        case = report.case(figure, f"{gold.id} {name}", state_of(is_right=at in pairs), cause)
        shown = f"{name}\n\n{say_gold(gold.row)}"
        yield replace(case, gold=shown, said=everybody, marks=marks + find_words(report.text, [name], word))
    for forms in extra:
        case = report.case(figure, f"{gold.id} + {min(forms)}", State.WRONG, f"{word} too many")
        shown = f"{', '.join(wanted)}\n\n{say_gold(gold.row)}"
        said_too = f"{' = '.join(sorted(forms))}\n\n{everybody}"
        yield replace(case, gold=shown, said=said_too, marks=marks + find_words(report.text, wanted, word))


def _pair_names(scorer: Any, wanted: Sequence[str], said: Sequence[set[str]]) -> list[tuple[int, int]]:
    """Pair names with participants as the scorer counts them."""
    table = [[max((scorer.likeness(g, f) for f in forms), default=0.0) for forms in said] for g in wanted]
    weights = scorer.np.array([[value if value >= ALIKE else 0.0 for value in row] for row in table])
    pairs: list[tuple[int, int]] = scorer._maximum_matching(weights)  # noqa: SLF001 - its own way of pairing
    return pairs


def _judge_sponsor(report: RetoldReport, gold: Any, told: Any) -> Iterator[Judged]:
    wanted, actors = gold.row.get("sponsor"), told.sponsors()
    marks = to_marks(own_claims(told.incident, report.ids, "attribution", "type"))
    said = "\n\n".join([", ".join(actors) or "nobody", report.say_people(told.incident)])
    if wanted:
        is_right = bool(report.scorer.same_sponsor(wanted, actors, report.view.country_of))
        cause = "sponsor wrong" if actors else "sponsor missed"
        case = report.case("sponsor", gold.id, state_of(is_right=is_right), cause)
        marks += find_words(report.text, wanted.split("|"), "sponsor")
        yield replace(case, gold=f"{wanted}\n\n{say_gold(gold.row)}", said=said, marks=marks)
    elif actors and gold.type not in report.scorer.LEGAL_STEPS:
        case = report.case("sponsor", f"{gold.id} +", State.WRONG, "sponsor not in the gold")
        yield replace(case, gold=f"nobody\n\n{say_gold(gold.row)}", said=said, marks=marks)
