"""Builds an account from the frames that tell of one incident: frames -> Account, each value with its claim."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from overt.extract.accounts.responsibility import read_attribution
from overt.extract.accounts.steps import Told
from overt.extract.acts.frames import Filler, Frame
from overt.extract.codebook.ties import Ties
from overt.extract.codebook.types import Codebook
from overt.extract.figures.means import find_means
from overt.extract.figures.quantities import read_quantities
from overt.extract.figures.sectors import find_sectors
from overt.extract.ground import ClaimBook
from overt.types.account import (
    Account,
    Granularity,
    Participant,
    PersonFacts,
    PlaceMention,
    Quantity,
    Role,
    Stage,
    Statistic,
    TimeMention,
)
from overt.types.claim import Polarity, SpeechAct
from overt.types.report import Report

_STAGE_RANK = (
    Stage.OCCURRED,
    Stage.ONGOING,
    Stage.FOILED,
    Stage.ATTEMPTED,
    Stage.ORDERED,
    Stage.PLANNED,
    Stage.THREATENED,
    Stage.UNKNOWN,
)
_LEGAL_STATUS = {
    "response.arrest": "detained",
    "response.charge": "charged",
    "response.verdict": "convicted",
    "movement.exchange": "exchanged",
}

_STATUS_ROLES = frozenset({Role.PERPETRATOR, Role.TARGET, Role.PROXY, Role.FACILITATOR})


def build_account(report: Report, told: Told, codebook: Codebook, flags: tuple[str, ...]) -> Account:
    """Return the account of one incident.

    Its id hangs on the report and the first trigger, so that a re-reading keeps it.
    """
    frames = told.frames
    code = choose_type(frames, codebook)
    stage_frame = choose_stage_frame(frames)
    book = ClaimBook(report)

    for frame in frames:
        book.add("type", frame.type if not frame.is_weak else code, frame.span, frame.voice)
    book.add("stage", stage_frame.stage.value, stage_frame.span, stage_frame.voice)
    is_acquittal = any(frame.voice.speech_act is SpeechAct.ACQUIT for frame in frames)
    is_dropped = is_acquittal and any(frame.token.lemma_ in {"drop", "dismiss", "withdraw"} for frame in frames)
    ended = "charges_dropped" if is_dropped else "acquitted"
    status = ended if is_acquittal and code == "response.verdict" else _LEGAL_STATUS.get(code)
    target = _target_object(frames, book)
    for frame in told.preparations:
        book.add("preparation", frame.type, frame.span, frame.voice)
    participants = _participants((*frames, *_handlers(told.preparations)), status, book, target)
    places = _places(frames, book)
    times = _times(frames, book)
    means = _means(frames, book)
    quantities = _quantities(frames, book)
    attribution = read_attribution(told.sponsors, frames, book)
    words = " ".join(
        [
            target or "",
            *(f.text for frame in frames for f in frame.fillers if f.role in {Role.VICTIM, Role.TARGET, Role.OBJECT}),
        ]
    )
    first = (
        min(frame.span for frame in frames if not frame.is_heading)
        if any(not f.is_heading for f in frames)
        else frames[0].span
    )
    return Account(
        id="acc_" + sha256(f"{report.id}\0{code}\0{first.start}{frames[0].apart}".encode()).hexdigest()[:16],
        report_id=report.id,
        type=code,
        type_alternatives=_alternatives(frames, code),
        stage=stage_frame.stage,
        granularity=granularity_of(frames),
        flags=flags,
        claims=book.claims(),
        participants=participants,
        places=places,
        times=times,
        means=means,
        target_sector=find_sectors(words),
        target_object=target,
        quantities=quantities,
        attribution=attribution,
    )


def choose_type(frames: Sequence[Frame], codebook: Codebook) -> str:
    """Return the type that the account is filed under.

    The graver act against persons (tie rule, codebook section 4), else the most told.
    """
    special = [frame for frame in frames if not frame.is_general] or list(frames)
    strong = [frame for frame in special if not frame.is_weak] or special
    counts = Counter(frame.type for frame in strong if frame.voice.polarity is not Polarity.DENIED) or Counter(
        frame.type for frame in strong
    )
    ties = codebook.ties
    if all(frame.is_general and frame.family in ties.general_families for frame in frames):
        return _type_by_target(frames, ties) or max(counts, key=lambda code: (counts[code], code))
    return max(
        counts,
        key=lambda code: (
            codebook.types[code].graver if codebook.types[code].family in ties.graver_wins else 0,
            counts[code],
            codebook.types[code].graver,
            code,
        ),
    )


def _type_by_target(frames: Sequence[Frame], ties: Ties) -> str | None:
    """Return what "an attack" on things is, told with no special word: by its means, else plain damage.

    None if people were hit.
    """
    hit = [
        filler for frame in frames for filler in frame.fillers if filler.role in {Role.VICTIM, Role.TARGET, Role.OBJECT}
    ]
    if not hit or not all(filler.is_thing for filler in hit):
        return None
    means = [code for frame in frames for code, _ in find_means(frame.parsed, frame.token)]
    return next((ties.type_of_means[code] for code in means if code in ties.type_of_means), ties.type_of_damage)


def _alternatives(frames: Sequence[Frame], code: str) -> tuple[str, ...]:
    told = {frame.type for frame in frames if not frame.is_weak} - {code}
    return tuple(sorted(told | {alt for frame in frames if frame.type == code for alt in frame.alternatives} - {code}))


def choose_stage_frame(frames: Sequence[Frame]) -> Frame:
    """Return the frame whose stage stands for the account.

    Body before heading, affirmed before denied, the act that got furthest.
    """

    def rank(frame: Frame) -> tuple[bool, bool, bool, int]:
        return (
            frame.is_heading,
            frame.is_weak,
            frame.voice.polarity is not Polarity.AFFIRMED,
            _STAGE_RANK.index(frame.stage),
        )

    return min(frames, key=rank)


def granularity_of(frames: Sequence[Frame]) -> Granularity:
    """Return whether frames tell of one incident, several, many (R9), or a habit."""
    body = [frame for frame in frames if not frame.is_heading] or list(frames)
    if all(frame.is_aggregate for frame in body):
        return Granularity.AGGREGATE
    if all(frame.is_generic or frame.is_aggregate for frame in body):
        return Granularity.PATTERN
    strong = [frame for frame in body if not frame.is_weak]
    if strong and all(frame.token.tag_ == "NNS" for frame in strong):
        return Granularity.SERIES
    return Granularity.SINGLE


def _participants(
    frames: Sequence[Frame], status: str | None, book: ClaimBook, target: str | None
) -> tuple[Participant, ...]:
    """Merge fillers of one role that mean the same entity; each telling stays a claim of its own.

    The thing that was hit stands in `target`; what was hit beside it ("four cables and the power line") stands here.
    """
    merged: dict[tuple[Role, str], list[Filler]] = {}
    ids: dict[tuple[Role, str], list[str]] = {}
    for frame in frames:
        things = {f.text for f in frame.fillers if f.is_thing and f.role is Role.OBJECT and _is_nameless(f)}
        for filler in frame.fillers:
            if filler.text in things and filler.role is Role.OBJECT and (len(things) == 1 or filler.text == target):
                continue
            key = (filler.role, filler.key)
            merged.setdefault(key, []).append(filler)
            claim = book.add(
                f"participant.{filler.role}",
                _value(filler),
                filler.span,
                filler.voice or frame.voice,
                inferred=filler.inferred,
            )
            ids.setdefault(key, []).append(claim)
    return tuple(_participant(role, fillers, ids[role, key], status) for (role, key), fillers in merged.items())


def _is_nameless(filler: Filler) -> bool:
    return filler.entity is None or filler.entity.name is None


def _handlers(preparations: Sequence[Frame]) -> Iterator[Frame]:
    """Yield preparations with nobody but those who handled others: what they add to the people of the act (R7)."""
    kept = {Role.HANDLER, Role.DIRECTOR}
    for frame in preparations:
        yield replace(frame, fillers=tuple(filler for filler in frame.fillers if filler.role in kept))


def _value(filler: Filler) -> str:
    return filler.entity.name if filler.entity and filler.entity.name else filler.text


def _participant(role: Role, fillers: Sequence[Filler], claim_ids: Iterable[str], status: str | None) -> Participant:
    best = max(fillers, key=lambda f: (not f.inferred, len(f.text)))
    name = next((f.entity.name for f in fillers if f.entity and f.entity.name), None)
    facts = _merge_facts([f.facts for f in fillers], status if role in _STATUS_ROLES else None)
    description = next((f.text for f in sorted(fillers, key=lambda f: f.inferred) if f.text and f.text != name), None)
    return Participant(
        role=role,
        name=name,
        description=description if description or name else best.text,
        kind=best.kind,
        entity_key=best.entity.key if best.entity else None,
        facts=facts,
        claim_ids=tuple(dict.fromkeys(claim_ids)),
    )


def _merge_facts(facts: Sequence[PersonFacts], status: str | None) -> PersonFacts:
    def first(name: str) -> object:
        return next((getattr(fact, name) for fact in facts if getattr(fact, name) is not None), None)

    counted = max(facts, key=lambda fact: fact.count_lo or 0)
    return PersonFacts(
        count_lo=counted.count_lo,
        count_hi=counted.count_hi,
        vague=counted.vague,
        age=first("age"),  # type: ignore[arg-type]
        is_minor=any(fact.is_minor for fact in facts),
        nationality=first("nationality"),  # type: ignore[arg-type]
        legal_status=status or first("legal_status"),  # type: ignore[arg-type]
        at_risk=any(fact.at_risk for fact in facts),
        public_figure=any(fact.public_figure for fact in facts),
    )


def _places(frames: Sequence[Frame], book: ClaimBook) -> tuple[PlaceMention, ...]:
    seen: dict[tuple[str, str], PlaceMention] = {}
    told = [(frame, hit) for frame in frames for hit in frame.places]
    for frame, hit in sorted(told, key=lambda pair: (pair[1].inferred, pair[0].is_heading)):
        if hit.inferred and any(mention.role == hit.role for mention in seen.values()):
            continue
        claim = book.add("place", hit.name, hit.span, frame.voice, inferred=hit.inferred)
        mention = PlaceMention(
            name=hit.name,
            role=hit.role,
            span=hit.span,
            claim_id=claim,
            preposition=hit.preposition,
            is_guess=hit.is_guess,
        )
        seen.setdefault((hit.role, hit.name.casefold()), mention)
    return tuple(seen.values())


def _times(frames: Sequence[Frame], book: ClaimBook) -> tuple[TimeMention, ...]:
    mentions: dict[tuple[int, int], TimeMention] = {}
    for frame in frames:
        for hit in frame.times:
            value = hit.interval.edtf if hit.interval else hit.text
            claim = book.add("time", value, hit.span, frame.voice, inferred=hit.inferred)
            mentions.setdefault(
                (hit.span.start, hit.span.end),
                TimeMention(text=hit.text, span=hit.span, claim_id=claim, is_latest=hit.is_latest),
            )
    return tuple(mentions.values())


def _means(frames: Sequence[Frame], book: ClaimBook) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for frame in frames:
        if frame.family == "response":
            continue
        for code, span in find_means(frame.parsed, frame.token):
            book.add("means", code, span, frame.voice)
            found.setdefault(code)
    return tuple(found)


def _quantities(frames: Sequence[Frame], book: ClaimBook) -> tuple[Quantity, ...]:
    found: dict[tuple[str, float | None, float | None], Quantity] = {}
    for frame in frames:
        for draft in read_quantities(frame.parsed, frame.token):
            claim = book.add(f"quantity.{draft.what}", draft.text, draft.span, frame.voice)
            quantity = Quantity(
                what=draft.what,
                lo=draft.lo,
                hi=draft.hi,
                unit=draft.unit,
                text=draft.text,
                vague=draft.vague,
                claim_ids=(claim,),
            )
            found.setdefault((draft.what, draft.lo, draft.hi), quantity)
    return tuple(found.values())


def _target_object(frames: Sequence[Frame], book: ClaimBook) -> str | None:
    """Return the thing that was hit, as first fully described; every description is a claim."""
    texts: list[str] = []
    for frame in frames:
        for filler in frame.fillers:
            if filler.role in {Role.OBJECT, Role.TARGET} and filler.is_thing:
                book.add("target_object", filler.text, filler.span, frame.voice, inferred=filler.inferred)
                texts.append(filler.text)
    return max(texts, key=len) if texts else None


def tell_of_many(report: Report, frames: Sequence[Frame]) -> Statistic:
    """Return what is said of many acts at once as a statistic without a figure; it never becomes an incident (R9)."""
    frame = next((frame for frame in frames if not frame.is_heading), frames[0])
    key = f"{report.id}\0{frame.span.start}\0{frame.span.end}"
    return Statistic(
        id="sta_" + sha256(key.encode()).hexdigest()[:16],
        report_id=report.id,
        lo=None,
        hi=None,
        figure="many",
        unit=frame.type.rpartition(".")[2].replace("_", " "),
        counted=frame.span.quote(report.text),
        period=next((time.interval for time in frame.times if time.interval), None),
        period_text=next((time.text for time in frame.times), None),
        place=next((place.name for place in frame.places), None),
        direction=None,
        voice=frame.voice,
        span=frame.span,
        quote=frame.span.quote(report.text),
    )
