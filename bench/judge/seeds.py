"""Judges an export over the real articles, case by case; what is matched with what says seeds_match.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.accusations import ACCUSING, SPONSOR, Accusation, Verdict, judge_person, people_of
from bench.judge.rows import Row, accusation_cause, label_of, own_claims, say_incident, say_person, to_marks
from bench.judge.seeds_match import Seeds, is_counted, match_seeds, read_seeds, type_fit
from bench.judged import Document, Judged, Judging, Mark, State, state_of
from bench.scorers import load_scorer

_GROUPS = {"VIC/TGT": "target", "PER/PRX": "perpetrator", "DIR": "director", "AUT/CRT": "authority"}


def judge(gold: Path, folder: Path, export: Path, documents: Sequence[str]) -> Judging:
    """Return every case of the documents of a gold file."""
    seeds = read_seeds(gold, folder, export, documents)
    judge_ = _Judge(seeds=seeds, pairs=tuple(match_seeds(seeds)), scorer=load_scorer("score_seeds"))
    titles = {row["doc"]: row["title"] for row in seeds.gold["documents"]}
    return Judging(
        documents={doc: Document(key=doc, text=text, about=titles[doc]) for doc, text in seeds.texts.items()},
        judged=(*judge_.judge_incidents(), *judge_.judge_fields(), *judge_.judge_accusations()),
        accusations=tuple(judge_.accusations()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """All documents of a gold file together: an incident may be told in several."""

    seeds: Seeds
    pairs: tuple[tuple[Row, Row], ...]
    scorer: Any

    def judge_incidents(self) -> Iterator[Judged]:
        """Judge the core incidents; what the gold has as context is neither wanted nor wrong."""
        matched = {gold["id"]: row for gold, row in self.pairs}
        for gold in (one for one in self.seeds.incidents if one["relevance"] == "core"):
            what = "incidents" if is_counted(gold["granularity"]) else "counts and patterns"
            row = matched.get(gold["id"])
            yield self._case(
                what,
                gold,
                row,
                "found" if row else "",
                is_right=row is not None,
                word="missed incident" if what == "incidents" else "missed count or pattern",
            )
        taken = {row["id"] for row in matched.values()}
        for row in self.seeds.rows:
            if row["id"] not in taken and is_counted(row["granularity"]):
                claims = own_claims(row, self.seeds.reports)
                yield Judged(
                    figure="incidents", document=self.seeds.document_of(claims[0]["report"]),
                    label=label_of(row, self.seeds.reports), state=State.WRONG, cause="spurious incident",
                    said=say_incident(row, self.seeds.reports), marks=to_marks(claims),
                )  # fmt: skip

    def judge_fields(self) -> Iterator[Judged]:
        """Judge the fields of matched core incidents."""
        for gold, row in ((gold, row) for gold, row in self.pairs if gold["relevance"] == "core"):
            fits = type_fit(row, gold) == 1
            yield self._case("type", gold, row, row["type"], is_right=fits, word="wrong type")
            yield self._case(
                "stage", gold, row, row["stage"], is_right=row["stage"] in gold["stage"], word="stage wrong"
            )
            is_one = is_counted(row["granularity"]) == is_counted(gold["granularity"])
            is_right = row["granularity"] in gold["granularity_ok"] or (is_one and is_counted(row["granularity"]))
            word = f"granularity {gold['granularity']} -> {row['granularity']}"
            yield self._case("granularity", gold, row, row["granularity"], is_right=is_right, word=word)
            yield from self._judge_when_and_where(gold, row)
            for group, word in _GROUPS.items():
                yield from self._judge_people(gold, row, group, word)

    def _judge_when_and_where(self, gold: Row, row: Row) -> Iterator[Judged]:
        time = self.scorer.interval(row["time"])
        if any(gold["time"]["text"]):
            credit, said = self.scorer.time_credit(time, gold["time"]), str((row["time"] or {}).get("edtf") or "")
            word = ("date vague" if credit else "date wrong") if self.scorer.t_any(time) else "date missed"
            yield self._case("date", gold, row, said, is_right=credit == 1, word=word)
        found = {str(one["country"]) for one in row["places"] if one["country"]}
        for country in gold["countries"]:
            word = "country wrong" if found else "country missed"
            said = ", ".join(sorted(found))
            yield self._case("country", gold, row, said, is_right=country in found, word=word, part=country)
        names = [one["name"] for one in row["places"] if one["name"]]
        for place in (one for one in gold["places"] if one.get("required", True)):
            is_right = any(self.scorer.anysame(name, place["names"]) for name in names)
            word, part = "place wrong" if names else "place missed", place["names"][0]
            yield self._case("place", gold, row, ", ".join(names), is_right=is_right, word=word, part=part)

    def _judge_people(self, gold: Row, row: Row, group: str, word: str) -> Iterator[Judged]:
        roles = self.scorer.GROUP[group]
        people = [one for one in people_of(row, self.seeds.reports) if one.role in roles]
        people += [one for one in people_of(row, self.seeds.reports) if one.role == SPONSOR and group == "DIR"]
        said = "\n".join(map(say_person, people))
        known = [one for one in gold["participants"] if {one["role"], *one["roles_ok"]} & roles]
        for one in (one for one in known if one["required"] and one["role"] in roles):
            is_right = any(self._is_one(person.forms, one["names"]) for person in people)
            cause, part = f"{word} {'wrong' if people else 'missed'}", f"{group} {one['names'][0]}"
            yield self._case(f"people {group}", gold, row, said, is_right=is_right, word=cause, part=part)
        allowed = [one["names"] for one in known] + (gold["attribution"]["actors"] if group == "DIR" else [])
        for person in people:
            if not any(self._is_one(person.forms, names) for names in allowed):
                case = self._case(
                    f"people {group}", gold, row, f"{say_person(person)}\n{said}", is_right=False,
                    word=f"{word} too many", part=f"+ {group} {person.words}",
                )  # fmt: skip
                yield as_wrong(case)

    def _is_one(self, forms: frozenset[str], names: Sequence[str]) -> bool:
        return any(self.scorer.anysame(form, names) for form in forms)

    def accusations(self) -> Iterator[Accusation]:
        """Yield everybody in an incident; where the gold has none, anybody whom it accuses in these documents."""
        golds = {row["id"]: gold for gold, row in self.pairs}
        for row in self.seeds.rows:
            here = self._around(golds[row["id"]]) if row["id"] in golds else self.seeds.incidents
            others = here[:1] if row["id"] in golds else here
            label = here[0]["id"] if row["id"] in golds else label_of(row, self.seeds.reports)
            for person in people_of(row, self.seeds.reports):
                verdict = judge_person(
                    is_accused=any(self._accuses(one, person.forms) for one in here),
                    is_other=any(self._has_otherwise(one, person.forms) for one in others),
                )
                doc = self.seeds.document_of(next(c["report"] for c in row["claims"] if c["id"] in person.claims))
                is_matched = row["id"] in golds
                yield Accusation(document=doc, incident=label, person=person, verdict=verdict, is_matched=is_matched)

    def _around(self, gold: Row) -> list[Row]:
        """Return an incident; with a step of the law the rest of its case, whose doers it may well name again."""
        is_step = bool(gold["case"]) and gold["codes"][0].startswith("response.")
        return [gold, *(one for one in self.seeds.incidents if is_step and one["case"] == gold["case"])]

    def _accuses(self, gold: Row, forms: frozenset[str]) -> bool:
        accused = [one["names"] for one in gold["participants"] if {one["role"], *one["roles_ok"]} & (ACCUSING | _NEAR)]
        return any(self._is_one(forms, names) for names in [*accused, *gold["attribution"]["actors"]])

    def _has_otherwise(self, gold: Row, forms: frozenset[str]) -> bool:
        speakers = [speaker for mention in gold["mentions"] for speaker in mention["speakers"]]
        return any(self._is_one(forms, names) for names in [*(one["names"] for one in gold["participants"]), speakers])

    def judge_accusations(self) -> Iterator[Judged]:
        """Return the accusations in matched incidents as cases."""
        pairs = {gold["id"]: (gold, row) for gold, row in self.pairs}
        for one in self.accusations():
            if one.is_accusing and one.is_matched:
                gold, row = pairs[one.incident]
                case = self._case(
                    "accusations", gold, row, say_person(one.person), is_right=one.verdict is Verdict.BORNE_OUT,
                    word=accusation_cause(one), part=f"{one.person.role} {one.person.words}",
                )  # fmt: skip
                yield case if case.state is State.FOUND else as_wrong(case)

    def _case(  # noqa: PLR0913 - a case has so many parts
        self, figure: str, gold: Row, row: Row | None, said: str, *, is_right: bool, word: str, part: str = ""
    ) -> Judged:
        doc = gold["mentions"][0]["doc"]
        is_golden = bool(part) and not part.startswith("+") and figure != "accusations"
        report = self.seeds.report_of[doc]
        claims = own_claims(row, [report]) if row else []
        golden = [
            Mark(start=mention["start"], end=mention["end"], is_gold=True, label=gold["id"])
            for mention in gold["mentions"]
            if mention["doc"] == doc
        ]
        return Judged(
            figure=figure, document=doc, label=f"{gold['id']} {part}".strip(), state=state_of(is_right=is_right),
            cause="" if is_right else word, gold="\n\n".join([part, _say(gold)] if is_golden else [_say(gold)]),
            said="\n\n".join([said, *([say_incident(row, self.seeds.reports)] if row else [])]).strip(),
            marks=(*to_marks(claims), *golden),
        )  # fmt: skip


def as_wrong(case: Judged) -> Judged:
    """Return a case as one of something that was said and is not so."""
    return replace(case, state=State.WRONG)


_NEAR = frozenset({"FAC", "CLM", "BEN", "ORI"})  # who had a part in it by another word of the codebook


def _say(gold: Row) -> str:
    people = [
        f"{one['role']}: {one['names'][0]}{'' if one['required'] else ' (optional)'}" for one in gold["participants"]
    ]
    when, ideal = (" to ".join(day or ".." for day in gold["time"][key]) for key in ("text", "ideal"))
    lines = [gold["title"], f"{' | '.join(gold['codes'])}, {gold['granularity']}, {'|'.join(gold['stage'])}"]
    lines += [
        f"when: {when}, ideally {ideal}",
        f"where: {', '.join(gold['countries'])}",
    ]
    lines += [*people, f"behind it: {', '.join(one[0] for one in gold['attribution']['actors'])}"]
    return "\n".join(lines)
