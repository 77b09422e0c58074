"""Reads a row of somebody's spreadsheet: a report with its cells in, the one account that they tell out. Pure."""

import re
from hashlib import sha256

from overt.base.spans import Span
from overt.extract.entities.known import KnownName, choose_row, find_known
from overt.extract.figures.sectors import find_sectors
from overt.extract.ground import ClaimBook
from overt.types.account import (
    Account,
    Attribution,
    EntityKind,
    Granularity,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    PersonFacts,
    PlaceMention,
    Quantity,
    Reading,
    Role,
    Stage,
    TimeMention,
)
from overt.types.claim import Certainty, Commitment, Polarity, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.report import Report, RowValue, SheetRow

_ROLES = {"victim": Role.VICTIM, "target": Role.TARGET, "perpetrator": Role.PERPETRATOR}
_NUMBERS = ("killed", "injured")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*\s+){1,3}[^\W\d_][\w'’-]*")


def read_row(report: Report, row: SheetRow) -> Reading:
    """Return what a row tells: one account, every value in the words of its cell. A row without a type tells none."""
    reader = _RowReader(report, row)
    return Reading(
        report=report,
        accounts=reader.accounts(),
        statistics=(),
        entities=tuple(reader.entities.values()),
        cites=(),
    )


class _RowReader:
    """One row while its account is built."""

    def __init__(self, report: Report, row: SheetRow) -> None:
        self.report, self.row = report, row
        self.book = ClaimBook(report)
        self.entities: dict[str, LocalEntity] = {}
        self.voice = _voice(row)

    def accounts(self) -> tuple[Account, ...]:
        """Return the account of the row, if it says of what type it is."""
        kind = next(iter(self._of("type")), None)
        if kind is None:
            return ()
        self._add("type", kind)
        stage = next(iter(self._of("stage")), None)
        if stage is not None:
            self._add("stage", stage)
        participants = tuple(
            self._participant(role, one, start, end)
            for field, role in _ROLES.items()
            for one in self._of(field)
            for start, end in _parts(one)
        )
        key = f"{self.report.id}\0{kind.value}\0{kind.span.start}"
        objects = self._of("target_object")
        for one in objects:
            self._add("target_object", one)
        places, times, means = self._places(), self._times(), self._means()
        quantities, attribution = self._quantities(), self._attribution()
        return (
            Account(
                id="acc_" + sha256(key.encode()).hexdigest()[:16],
                report_id=self.report.id,
                type=kind.value,
                type_alternatives=(),
                stage=Stage(stage.value) if stage is not None else Stage.OCCURRED,
                granularity=Granularity.SINGLE,
                flags=("from_spreadsheet",),
                claims=self.book.claims(),
                participants=participants,
                places=places,
                times=times,
                means=means,
                target_sector=find_sectors(" ".join(one.value for one in objects)),
                target_object=objects[0].value if objects else None,
                quantities=quantities,
                attribution=attribution,
            ),
        )

    def _of(self, field: str) -> tuple[RowValue, ...]:
        return tuple(one for one in self.row.values if one.field == field)

    def _add(self, field: str, one: RowValue, value: str | None = None, span: Span | None = None) -> str:
        return self.book.add(field, one.value if value is None else value, span or one.span, self.voice)

    def _places(self) -> tuple[PlaceMention, ...]:
        found = self._of("place") or self._of("country")
        return tuple(
            PlaceMention(name=name, role="event_site", span=span, claim_id=self._add("place", one, name, span))
            for one in found
            for start, end in _parts(one)
            for name, span in [(self.report.text[start:end], Span(start=start, end=end))]
        )

    def _times(self) -> tuple[TimeMention, ...]:
        return tuple(
            TimeMention(text=one.value, span=one.span, claim_id=self._add("time", one)) for one in self._of("time")
        )

    def _means(self) -> tuple[str, ...]:
        for one in self._of("means"):
            self._add("means", one)
        return tuple(dict.fromkeys(one.value for one in self._of("means")))

    def _quantities(self) -> tuple[Quantity, ...]:
        found = []
        for what in _NUMBERS:
            for one in self._of(what):
                lo, _, hi = one.value.partition("-")
                claim = self._add(f"quantity.{what}", one)
                found.append(
                    Quantity(
                        what=what, lo=float(lo), hi=float(hi or lo), unit="person", text=one.value, vague=None,
                        claim_ids=(claim,),
                    )
                )  # fmt: skip
        return tuple(found)

    def _attribution(self) -> tuple[Attribution, ...]:
        """Who the sheet says is behind it: named, no more; a sheet is no authority."""
        return tuple(
            Attribution(
                actor=name,
                entity_key=self._entity(name, Span(start=start, end=end), _known(name)).key,
                relation="unspecified",
                level="none",
                by=(),
                contested=False,
                claim_ids=(self._add("attribution", one, name, Span(start=start, end=end)),),
            )
            for one in self._of("attributed_to")
            for start, end in _parts(one)
            for name in [self.report.text[start:end]]
        )

    def _participant(self, role: Role, one: RowValue, start: int, end: int) -> Participant:
        words, span = self.report.text[start:end], Span(start=start, end=end)
        claim = self._add(f"participant.{role.value}", one, words, span)
        known = _known(words)
        is_name = known is not None or (_NAME.fullmatch(words) is not None and _is_capital(words))
        entity = self._entity(words, span, known) if is_name else None
        return Participant(
            role=role,
            name=words if is_name else None,
            description=None if is_name else words,
            kind=entity.kind if entity is not None else EntityKind.UNKNOWN,
            entity_key=entity.key if entity is not None else None,
            facts=PersonFacts(),
            claim_ids=(claim,),
        )

    def _entity(self, name: str, span: Span, known: KnownName | None) -> LocalEntity:
        mention = Mention(span=span, quote=span.quote(self.report.text), form=MentionForm.NAME)
        former = self.entities.get(name.casefold())
        if former is not None:
            return former
        kind = known.kind if known is not None else EntityKind.PERSON if _NAME.fullmatch(name) else EntityKind.UNKNOWN
        entity = LocalEntity(
            key=f"e{len(self.entities) + 1}",
            kind=kind,
            name=name,
            aliases=(),
            country=known.country if known is not None else None,
            mentions=(mention,),
            known_id=known.id if known is not None else None,
        )
        self.entities[name.casefold()] = entity
        return entity


def _parts(one: RowValue) -> tuple[tuple[int, int], ...]:
    """Return where each of several values in a cell stands: "Ana Roth; Jan Nowak"."""
    text, found, start = one.value, [], 0
    for part in text.split(";"):
        bare = part.strip()
        if bare:
            at = one.span.start + start + part.index(bare)
            found.append((at, at + len(bare)))
        start += len(part) + 1
    return tuple(found)


def _known(name: str) -> KnownName | None:
    hits = find_known(name)
    whole = next((hit for hit in hits if (hit.start, hit.end) == (0, len(name))), None)
    return choose_row(whole.rows, (), ()) if whole is not None else None


def _is_capital(words: str) -> bool:
    """Say whether most words begin with a capital, as names do; scripts without capitals are taken for names."""
    cased = [word for word in words.split() if word[:1].lower() != word[:1].upper()]
    return sum(word[0].isupper() for word in cased) * 2 > len(cased) or not cased


def _voice(row: SheetRow) -> Voice:
    """Return who says it: the sheet, and the source that the row names."""
    sheet = Speaker(name=None, description=f"the spreadsheet {row.sheet}", kind=SpeakerKind.UNKNOWN, named=False)
    named = tuple(
        Speaker(name=one.value, description=None, kind=SpeakerKind.UNKNOWN, named=True, span=one.span)
        for one in row.values
        if one.field == "source"
    )
    return Voice(
        chain=(sheet, *named[:1]),
        speech_act=SpeechAct.ASSERT,
        polarity=Polarity.AFFIRMED,
        certainty=Certainty.UNSTATED,
        commitment=Commitment.REPORTS,
    )
