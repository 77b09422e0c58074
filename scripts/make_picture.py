"""Draws docs/incident.svg: the most reported incident of the sample reports, its values with quotes, its sources by origin."""  # noqa: INP001, E501 - a script, no package

import sys
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from overt.assemble import RunSettings, run_reports
from overt.words.codes import (
    explain_grade,
    plain,
    quote_in_context,
    say_chain,
    say_code,
    say_firmness,
    say_time,
    sort_claims,
)
from overt.record import open_ledger
from overt.record.ledger import Ledger
from overt.record.rows import StoredReport
from overt.types.claim import Claim, Polarity, SpeechAct
from overt.types.incident import Incident, SourceRelation

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "incident.svg"
_WIDTH, _LEFT, _RIGHT, _LINE = 960, 28, 590, 18
_LINKS = {"dependent": "on", "independent": "of", "undetermined": "beside"}
_STYLE = """
text { font: 13px -apple-system, "Segoe UI", Roboto, "Noto Sans", Helvetica, Arial, sans-serif; fill: #1f2328 }
.title { font-size: 20px; font-weight: 600 } .value { font-weight: 600 } .quote { font-style: italic }
.dim { fill: #59636e; font-size: 12px } .mark { fill: #ffffff; font-size: 11px; font-weight: 600; text-anchor: middle }
.dot { fill: #3d6b9e } .sheet { fill: #ffffff; stroke: #d1d9e0 } .origin { fill: #f3f6f9; stroke: #d1d9e0 }
.rule { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .dim { fill: #9198a1 } .sheet { fill: #0d1117; stroke: #3d444d }
.origin { fill: #161c24; stroke: #3d444d } .rule { stroke: #3d444d } .dot { fill: #4a7fb8 } .mark { fill: #ffffff }
}
"""


@dataclass(slots=True)
class _Sheet:
    """Lines of SVG, written downwards; `y` is the base line of the last text."""

    y: int = 0
    parts: list[str] = field(default_factory=list)

    def text(self, x: int, words: str, kind: str = "", *, down: int = _LINE) -> None:
        self.y += down
        self.parts.append(
            f'<text x="{x}" y="{self.y}"{f" class={kind!r}" if kind else ""}>{escape(words, quote=False)}</text>'
        )

    def mark(self, x: int, number: int) -> None:
        self.parts.append(f'<circle cx="{x}" cy="{self.y - 4}" r="9" class="dot"/>')
        self.parts.append(f'<text x="{x}" y="{self.y}" class="mark">{number}</text>')


class _Drawing:
    """One incident as a picture: values on the left, origins on the right; numbers tie quotes to reports."""

    def __init__(self, ledger: Ledger, incident: Incident) -> None:
        self.incident = incident
        self.claims = {claim.id: claim for claim in incident.claims}
        self.stored = {one.report.id: one for one in ledger.reports() if one.report.id in incident.sources.report_ids}
        self.texts = {key: ledger.report(key).text for key in self.stored}
        self.groups = _by_origin(self.stored)
        self.numbers = {key: n for n, key in enumerate((key for group in self.groups for key in group), 1)}
        self.quoted: set[str] = set()

    def draw(self) -> str:
        """Return the SVG."""
        left, right = self._values(), self._origins()
        height = max(left.y, right.y) + 30
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
            f' viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="An incident with its quotes and its sources">'
        )
        sheet = f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="10" class="sheet"/>'
        rule = f'<line x1="{_RIGHT - 24}" y1="92" x2="{_RIGHT - 24}" y2="{height - 24}" class="rule"/>'
        return "\n".join([head, f"<style>{_STYLE}</style>", sheet, rule, *left.parts, *right.parts, "</svg>", ""])

    def _values(self) -> _Sheet:
        sheet, one = _Sheet(y=22), self.incident
        sheet.text(_LEFT, plain(one.title), "title")
        grade = dict(one.grades)["event"]
        sheet.text(_LEFT, f"Grade {grade.number} - {explain_grade(grade.number, grade.rule)}", "dim", down=22)
        sheet.y += 8
        self._value(sheet, "What", one.type, self._of("type"))
        if one.time:
            self._value(sheet, "When", say_time(one.time.interval.edtf), one.time.claim_ids)
        for place in [place for place in one.places if place.role == "event_site"][:1]:
            where = ", ".join(filter(None, (place.name, place.adm1, place.country)))
            self._value(
                sheet,
                "Where",
                where,
                [c.id for c in one.claims if c.field == "place" and c.value == place.name_as_written],
            )
        for quantity in one.quantities[:1]:
            self._value(sheet, "Number", f"{say_code(quantity.what)}: {quantity.text}", quantity.claim_ids)
        for behind in one.attribution[:1]:
            words = f"{behind.actor}: {say_code(behind.level)}{', contested' if behind.contested else ''}"
            self._value(sheet, "Behind it, it is said", words, behind.claim_ids, few=2)
        return sheet

    def _of(self, name: str) -> list[str]:
        return [
            claim.id
            for claim in self.incident.claims
            if claim.field == name and claim.value == getattr(self.incident, name)
        ]

    def _value(self, sheet: _Sheet, label: str, value: str, ids: Iterable[str], *, few: int = 1) -> None:
        sheet.text(_LEFT, label, "dim", down=26)
        sheet.text(_LEFT, plain(value), "value")
        for claim in self._choose([self.claims[key] for key in ids if key in self.claims])[:few]:
            text = self.texts[claim.report_id]
            lines = textwrap.wrap(quote_in_context(text, claim.span.start, claim.span.end), 72)
            sheet.text(_LEFT + 26, lines[0], "quote")
            sheet.mark(_LEFT + 9, self.numbers[claim.report_id])
            for line in lines[1:]:
                sheet.text(_LEFT + 26, line, "quote")
            outlet = self.stored[claim.report_id].report.outlet
            for line in textwrap.wrap(f"{say_chain(claim.voice.chain, outlet)}; {say_firmness(claim.voice)}", 78):
                sheet.text(_LEFT + 26, line, "dim")

    def _choose(self, claims: Sequence[Claim]) -> list[Claim]:
        """Put first what a court found, then what commits most and is of a report not quoted yet; then its denial."""
        found = SpeechAct.CONVICT
        ordered = sorted(
            sort_claims(tuple(claims)),
            key=lambda claim: (claim.voice.speech_act is not found, claim.report_id in self.quoted),
        )
        affirmed = [claim for claim in ordered if claim.voice.polarity is Polarity.AFFIRMED][:1]
        denied = [claim for claim in ordered if claim.voice.polarity is Polarity.DENIED][:1]
        self.quoted |= {claim.report_id for claim in affirmed}
        return affirmed + denied

    def _origins(self) -> _Sheet:
        sheet, sources = _Sheet(y=84), self.incident.sources
        sheet.text(_RIGHT, "Who reports it", "value")
        counts = (
            f"{sources.independent} independent, {sources.undetermined} undetermined, {sources.dependent} dependent"
        )
        sheet.text(_RIGHT, counts, "dim")
        for group in self.groups:
            self._origin(sheet, group)
        return sheet

    def _origin(self, sheet: _Sheet, group: Sequence[str]) -> None:
        sheet.y += 14
        top, at = sheet.y, len(sheet.parts)
        sheet.y += 4
        for line in textwrap.wrap(self._standing(group), 46):
            sheet.text(_RIGHT + 12, line, "dim", down=16)
        for key in group:
            report = self.stored[key].report
            when = say_time(report.published.interval.edtf) if report.published else "undated"
            sheet.text(_RIGHT + 34, f"{plain(report.outlet or report.input)}, {when}")
            sheet.mark(_RIGHT + 18, self.numbers[key])
            sheet.text(_RIGHT + 34, textwrap.shorten(plain(report.title or ""), 46, placeholder=" ..."), "dim", down=16)
        size = f'width="{_WIDTH - _RIGHT - 28}" height="{sheet.y + 10 - top}"'
        box = f'<rect x="{_RIGHT}" y="{top}" {size} rx="8" class="origin"/>'
        sheet.parts.insert(at, box)
        sheet.y += 10

    def _standing(self, group: Sequence[str]) -> str:
        """Say how a group depends on what came before it, in the words of the rule that decided."""
        before = [key for other in self.groups[: self.groups.index(list(group))] for key in other]
        pairs = [(r, {r.report_a, r.report_b}) for r in self.incident.sources.relations]
        inside = [r for r, ends in pairs if len(ends & set(group)) == 2]
        said = [f"share an origin: {self._say(min(inside, key=lambda r: r.rule))}"] if inside else []
        across = [(r, ends) for r, ends in pairs if ends & set(group) and ends & set(before)]
        for kind, link in _LINKS.items():
            found = next(((r, ends) for r, ends in across if r.relation == kind), None)
            if found:
                other = min(self.numbers[key] for key in found[1] & set(before))
                return "; ".join([*said, f"{kind} {link} {other}: {self._say(found[0])}"])
        return "; ".join(said)

    def _say(self, relation: SourceRelation) -> str:
        words = relation.evidence
        for key, number in self.numbers.items():
            words = words.replace(key, str(number))
        return f"{plain(words)} ({relation.rule})"


def _by_origin(stored: dict[str, StoredReport]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for key, one in sorted(stored.items(), key=lambda item: _first_day(item[1])):
        groups.setdefault(one.standing.origin_group if one.standing else key, []).append(key)
    return list(groups.values())


def _first_day(one: StoredReport) -> str:
    published = one.report.published
    return published.interval.lo.isoformat() if published and published.interval.lo else "9"


def draw_most_reported(ledger: Ledger) -> str:
    """Return the picture of the incident that most reports tell of."""
    incident = max(ledger.incidents(), key=lambda one: (len(one.sources.report_ids), len(one.claims), one.id))
    return _Drawing(ledger, incident).draw()


if __name__ == "__main__":
    with TemporaryDirectory() as folder, open_ledger(Path(folder) / "sample.ledger", create=True) as opened:
        run_reports(opened, [ROOT / "samples" / "reports"], RunSettings())
        PICTURE.write_text(draw_most_reported(opened), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)} is drawn\n")
