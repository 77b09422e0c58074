"""Shows the values of an incident: incident in, groups of values out, each with the claims behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from overt.base.knowledge import read_knowledge
from overt.reconcile.decided.values import SETTABLE
from overt.serve.shown.evidence import Evidence, Texts
from overt.types.account import Stage
from overt.types.claim import Claim
from overt.types.incident import Dispute, Grade, Incident
from overt.words.codes import explain_grade, plain, say_code, say_time
from overt.words.rules import STEPS
from overt.words.types import say_type
from overt.words.values import ROLES, say_attribution, say_participant, say_quantity

_PRECISION = {
    "G1": "a site or address",
    "G2": "a town, not a point in it",
    "G3": "a district, or near a town",
    "G4": "a region",
    "G5": "a country",
    "G6": "a sea, border or airspace",
    "G7": "no place on a map",
}

_EXAMPLES = {
    "time": "2024-05-09, 2024-05 or 2024-05-09/2024-05-11",
    "place": "Graz, AT",
    "quantity": "4 or 3-5",
    "target_object": "depot of the Example parcel service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeShown:
    """A grade as analysts write it ("B2"), and what it rests on."""

    name: str
    mark: str
    number: int
    rule: str
    words: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShown:
    """One value. `field`: what a decision would set; None where only its claims can be struck."""

    anchor: str
    field: str | None
    label: str
    text: str
    note: str
    evidence: tuple[Evidence, ...]
    is_inferred: bool  # no claim gives it in its own words
    decided: str  # by whom it was set, "" by nobody
    code: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (code, label) of what it may be set to; empty: anything
    example: str = ""  # of what may be typed
    entity_id: str | None = None

    @property
    def quotes(self) -> int:
        """How many quotes give it."""
        return sum(len(one.claims) for one in self.evidence)

    @property
    def reports(self) -> int:
        """How many reports give it."""
        return len({one.report_id for one in self.evidence})

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims behind it."""
        return tuple(claim.claim_id for one in self.evidence for claim in one.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueGroup:
    """Values under one heading, with their grade."""

    name: str
    heading: str
    grade: GradeShown | None
    values: tuple[ValueShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideShown:
    """One side of a dispute."""

    value: str
    is_chosen: bool
    is_denied: bool
    evidence: tuple[Evidence, ...]

    @property
    def quotes(self) -> int:
        """How many quotes say so."""
        return sum(len(one.claims) for one in self.evidence)

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims that say so."""
        return tuple(claim.claim_id for one in self.evidence for claim in one.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeShown:
    """A dispute: its sides beside each other, and why the first is chosen."""

    field: str
    label: str
    settable: str  # the field that a decision would set, "" if none can
    why: str
    sides: tuple[SideShown, ...]


def show_grade(name: str, grade: Grade) -> GradeShown:
    """Return a grade with its words."""
    against = f", {grade.contradicting} against" if grade.contradicting else ""
    return GradeShown(
        name=name,
        mark=f"{grade.letter}{grade.number}",
        number=grade.number,
        rule=grade.rule,
        words=explain_grade(grade.number, grade.rule),
        counted=f"{grade.independent} independent, {grade.undetermined} undetermined{against}",
    )


class Values:
    """Collects the values of one incident; what no value shows is left for "also said"."""

    def __init__(self, incident: Incident, texts: Texts) -> None:
        self.incident, self.texts = incident, texts
        self.grades = dict(incident.grades)
        self._claims = {claim.id: claim for claim in incident.claims}
        self._decided = {one.field: one.by for one in incident.decided}
        self._shown: set[str] = set()
        self._anchors: set[str] = set()

    def groups(self) -> tuple[ValueGroup, ...]:
        """Return all groups that hold something."""
        told = (
            ("what", "What", "event", tuple(self._what())),
            ("when", "When", "time", tuple(self._when())),
            ("where", "Where", "place", tuple(self._where())),
            ("who", "Who", None, tuple(self._who())),
            ("numbers", "How many", "numbers", tuple(self._numbers())),
            ("behind", "Who is said to be behind it", "attribution", tuple(self._behind())),
        )
        groups = [self._group(*row) for row in told if row[3]]
        rest = tuple(self._rest())
        if rest:
            groups.append(ValueGroup(name="also", heading="Also said", grade=None, values=rest))
        return tuple(groups)

    def disputes(self) -> tuple[DisputeShown, ...]:
        """Return what reports differ on."""
        return tuple(self._dispute(one) for one in self.incident.disputed)

    def _group(self, name: str, heading: str, graded: str | None, values: tuple[ValueShown, ...]) -> ValueGroup:
        grade = self.grades.get(graded) if graded else None
        return ValueGroup(
            name=name, heading=heading, grade=show_grade(graded or "", grade) if grade else None, values=values
        )

    def _what(self) -> Iterator[ValueShown]:
        one = self.incident
        others = f"or {', '.join(map(say_type, one.type_alternatives))}" if one.type_alternatives else ""
        yield self._value("type", "type", f"{say_type(one.type)} ({one.type})", self._of("type"), note=others)
        yield self._value("stage", "stage", say_code(one.stage), self._of("stage") or self._of("type"))
        for means in one.means:
            yield self._value(None, "by means of", say_code(means), self._of("means", means))
        for code in dict.fromkeys(claim.value for claim in self._of("preparation")):
            yield self._value(None, "prepared by", say_code(code), self._of("preparation", code))
        if one.target_object:
            yield self._value("target_object", "aimed at", plain(one.target_object), self._of("target_object"))
        if one.target_sector:
            told = (*self._of("target_sector"), *self._of("target_object"))
            yield self._value(None, "sector", ", ".join(map(say_code, one.target_sector)), told, note="by what it is")

    def _when(self) -> Iterator[ValueShown]:
        time = self.incident.time
        if time is None:
            yield self._value("time", "time", "not said", ())
            return
        said, edtf = say_time(time.interval.edtf), time.interval.edtf
        note = say_code(time.basis) + ("" if edtf == said else f" · {edtf}")
        yield self._value("time", "time", said, self._by_id(time.claim_ids), note=note)

    def _where(self) -> Iterator[ValueShown]:
        if not self.incident.places:
            yield self._value("place", "place", "not said", ())
        for place in self.incident.places:
            is_site = place.role == "event_site"
            parts = dict.fromkeys(part for part in (place.name, place.adm1, place.country) if part)
            same = [c for c in self._of("place") if c.value in (place.name, place.name_as_written)]
            first = self._by_id((place.claim_id,))
            claims = (*first, *(claim for claim in same if claim.id != place.claim_id))
            label = "place" if is_site else say_code(place.role)
            note = f"{_PRECISION.get(place.precision, '')} ({place.precision})"
            yield self._value("place" if is_site else None, label, ", ".join(map(plain, parts)), claims, note=note)

    def _who(self) -> Iterator[ValueShown]:
        for one in self.incident.participants:
            claims = self._by_id(one.claim_ids)
            made = self._value(None, ROLES[one.role], say_participant(one), claims, entity_id=one.entity_id)
            yield made

    def _numbers(self) -> Iterator[ValueShown]:
        for one in self.incident.quantities:
            claims = self._by_id(one.claim_ids)
            yield self._value(f"quantity.{one.what}", say_code(one.what), say_quantity(one), claims)

    def _behind(self) -> Iterator[ValueShown]:
        for one in self.incident.attribution:
            claims = self._by_id(one.claim_ids)
            yield self._value(None, "attribution", say_attribution(one), claims, entity_id=one.entity_key)

    def _rest(self) -> Iterator[ValueShown]:
        disputed = {key for one in self.incident.disputed for side in one.values for key in side.claim_ids}
        told: dict[tuple[str, str], list[Claim]] = {}
        for claim in self.incident.claims:
            if claim.id not in self._shown | disputed:
                told.setdefault((claim.field, claim.value), []).append(claim)
        for (field, value), claims in told.items():
            yield self._value(None, say_field(field), say_claimed(field, value), claims)

    def _dispute(self, one: Dispute) -> DisputeShown:
        sides = tuple(
            SideShown(
                value=_say_side(one.field, side.value),
                is_chosen=number == 0,
                is_denied=side.value.startswith("denied: "),
                evidence=self.texts.show(self._by_id(side.claim_ids)),
            )
            for number, side in enumerate(one.values)
        )
        return DisputeShown(
            field=one.field,
            label=say_field(one.field),
            settable=_settable(one.field),
            why=STEPS.get(one.rule, plain(one.rule)),
            sides=sides,
        )

    def _value(  # noqa: PLR0913 - a value is what it is, and what stands behind it
        self,
        field: str | None,
        label: str,
        text: str,
        claims: Iterable[Claim],
        *,
        note: str = "",
        entity_id: str | None = None,
    ) -> ValueShown:
        found = tuple({claim.id: claim for claim in claims}.values())
        self._shown |= {claim.id for claim in found}
        return ValueShown(
            anchor=self._anchor(field or label),
            field=field,
            label=label,
            text=text,
            note=note,
            evidence=self.texts.show(found),
            is_inferred=bool(found) and all(claim.inferred for claim in found),
            decided=self._decided.get(field, "") if field else "",
            code=str(getattr(self.incident, field)) if field in {"type", "stage"} else "",
            choices=_choices(field),
            example=_EXAMPLES.get((field or "").partition(".")[0], ""),
            entity_id=entity_id,
        )

    def _anchor(self, name: str) -> str:
        base = "".join(char if char.isalnum() else "-" for char in name.lower())
        anchor, number = base, 2
        while anchor in self._anchors:
            anchor, number = f"{base}-{number}", number + 1
        self._anchors.add(anchor)
        return anchor

    def _of(self, field: str, value: str | None = None) -> tuple[Claim, ...]:
        return tuple(
            claim for claim in self.incident.claims if claim.field == field and (value is None or claim.value == value)
        )

    def _by_id(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        return tuple(self._claims[one] for one in ids if one in self._claims)


def _choices(field: str | None) -> tuple[tuple[str, str], ...]:
    if field == "type":
        return tuple((code, f"{say_type(code)} ({code})") for code in sorted(read_knowledge("titles.yaml")))
    return tuple((stage.value, say_code(stage)) for stage in Stage) if field == "stage" else ()


def _settable(field: str) -> str:
    name, dot, what = field.replace("quantities", "quantity").partition(".")
    return f"{name}{dot}{what}" if name in SETTABLE else ""


def say_claimed(field: str, value: str) -> str:
    """Say what a claim claims: types and times in words, all else as it stands."""
    if field == "type":
        return say_type(value)
    return say_time(value) if field == "time" else plain(say_code(value))


def _say_side(field: str, value: str) -> str:
    is_denied = value.startswith("denied: ")
    return ("denied: " if is_denied else "") + say_claimed(field, value.removeprefix("denied: "))


def say_field(field: str) -> str:
    """Say a field of claims: "participant.PER" is "perpetrator"."""
    name, _, what = field.partition(".")
    if name == "participant":
        return ROLES.get(what, what)
    return say_code(what or name)
