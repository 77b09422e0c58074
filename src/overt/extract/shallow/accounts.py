"""Builds accounts from groups of tells, without a parser: `Group`s in, `Account`s out, each value with its claim."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from overt.base.calendar import resolve_time
from overt.base.spans import Span
from overt.extract.accounts.responsibility import SponsorClaim, read_attribution
from overt.extract.ground import ClaimBook
from overt.extract.shallow.build import Build, Reader, lines_of, replace_type
from overt.extract.shallow.groups import Group
from overt.extract.shallow.participants import find_participants
from overt.extract.shallow.scenes import nearest_sites, nearest_towns
from overt.extract.shallow.setting import Site
from overt.extract.shallow.sponsors import SponsorHit
from overt.extract.shallow.tells import LEGAL, Tell
from overt.extract.shallow.things import find_amounts, find_means
from overt.types.account import (
    Account,
    Attribution,
    Granularity,
    PlaceMention,
    Quantity,
    TimeMention,
)
from overt.types.account import Stage as ActStage
from overt.types.claim import Polarity

_STAGE_RANK = (ActStage.OCCURRED, ActStage.ONGOING, ActStage.FOILED, ActStage.ATTEMPTED, ActStage.ORDERED,
               ActStage.PLANNED, ActStage.THREATENED, ActStage.UNKNOWN)  # fmt: skip


def build_account(reader: Reader, group: Group, sponsors: Sequence[SponsorHit], flags: tuple[str, ...]) -> Account:
    """Return the account of one incident."""
    build = Build(reader=reader, group=group, book=ClaimBook(reader.report))
    for tell in group.tells:
        beside = [other for other in reader.tells if other.line is tell.line and other is not tell]
        build.voices[tell] = reader.voices.voice_of(tell, beside)
        code = group.type if tell.is_weak or tell.is_general else tell.type
        build.book.add("type", code, tell.span, build.voices[tell])
    stage = _stage_tell(build)
    build.book.add("stage", stage.stage.value, stage.span, build.voices[stage])
    participants = tuple(find_participants(build))
    target = _target(build)
    parts = {
        "places": _places(build),
        "times": _times(build),
        "means": _means(build),
        "quantities": _quantities(build),
        "attribution": _attribution(build, sponsors),
    }
    first = next((tell for tell in group.tells if not tell.line.is_heading and not tell.is_weak), group.tells[0])
    account = Account(
        id="acc_" + sha256(f"{reader.report.id}\0{group.type}\0{first.span.start}".encode()).hexdigest()[:16],
        report_id=reader.report.id,
        type=group.type,
        type_alternatives=tuple(sorted({tell.type for tell in group.tells if not tell.is_weak} - {group.type})),
        stage=stage.stage,
        granularity=_granularity(group),
        flags=flags,
        claims=build.book.claims(),
        participants=participants,
        target_sector=_sectors(build),
        target_object=target,
    )
    return replace(account, **parts)  # type: ignore[arg-type]


def _own_tells(group: Group) -> list[Tell]:
    """Return the tells that tell of the act in its own words; all where none does ("in Brand", then "the sabotage")."""
    return [tell for tell in group.tells if not tell.is_weak and not tell.is_general] or list(group.tells)


def _granularity(group: Group) -> Granularity:
    strong = [tell for tell in group.tells if not tell.is_weak] or list(group.tells)
    return Granularity.AGGREGATE if all(tell.is_many for tell in strong) else Granularity.SINGLE


def _stage_tell(build: Build) -> Tell:
    """Return the tell whose stage stands for the incident: body before heading, strong before weak, the furthest."""

    def rank(tell: Tell) -> tuple[bool, bool, bool, int]:
        is_denied = build.voices[tell].polarity is not Polarity.AFFIRMED
        return tell.line.is_heading, tell.is_weak, is_denied, _STAGE_RANK.index(tell.stage)

    return min(build.group.tells, key=rank)


def _places(build: Build) -> tuple[PlaceMention, ...]:
    """Return the places of the group's own words, and what the lines around lend where those say too little."""
    found: dict[tuple[str, str], PlaceMention] = {}
    for site, tell, inferred in _sites(build):
        claim = build.book.add("place", site.name, site.span, build.voices[tell], inferred=inferred)
        mention = PlaceMention(
            name=site.name, role=site.role, span=site.span, claim_id=claim, preposition=site.preposition
        )
        found.setdefault((site.role, site.name.casefold()), mention)
    return tuple(found.values())


def _sites(build: Build) -> Iterator[tuple[Site, Tell, bool]]:
    """Yield the places with the tell that they belong to, and whether they are lent.

    Without an event site of its own a group takes one of its line, then of the nearest line, then a body's country (a
    legal step a body's country first); with a country only, also a town of the same or the next line.
    """
    stage = build.reader.stage
    strong = _own_tells(build.group)
    own = [(site, tell) for tell in strong for site in stage.settings[tell].sites]
    if build.group.type in LEGAL and not any(site.role == "event_site" for site, _ in own):
        own += [(site, tell) for tell in strong for site in stage.settings[tell].bodies]
    yield from ((site, tell, False) for site, tell in own)
    events = [site for site, _ in own if site.role == "event_site"]
    if not events:
        lent = [site for tell in strong for site in stage.settings[tell].lent if site.role == "event_site"]
        events = lent or _nearest(strong[0], build)
        yield from ((site, strong[0], True) for site in events)
    if all(site.country is not None for site in events):
        yield from ((site, strong[0], True) for site in nearest_towns(strong[0].line, stage)[:1])


def _nearest(tell: Tell, build: Build) -> list[Site]:
    is_legal = build.group.type in LEGAL
    options = (nearest_sites(tell.line, build.reader.stage, bodies=bodies)[:1] for bodies in (is_legal, not is_legal))
    return list(next((sites for sites in options if sites), ()))


def _times(build: Build) -> tuple[TimeMention, ...]:
    published = build.reader.report.published
    found: dict[Span, TimeMention] = {}
    strong = _own_tells(build.group)
    for tell in strong:
        for time in build.reader.stage.settings[tell].times:
            interval = resolve_time(time.expression, published.interval if published else None, None)
            text = time.expression.text
            claim = build.book.add("time", interval.edtf if interval else text, time.span, build.voices[tell])
            found.setdefault(time.span, TimeMention(text=text, span=time.span, claim_id=claim))
    return tuple(found.values())


def _means(build: Build) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    if build.group.family == "response":
        return ()
    for line, tell in lines_of(build):
        for code, start, end in find_means(line, build.reader.cast.language):
            build.book.add("means", code, line.span(start, end), build.voices[tell])
            codes.setdefault(code)
    return tuple(codes)


def _quantities(build: Build) -> tuple[Quantity, ...]:
    found: dict[str, Quantity] = {}
    for line, tell in lines_of(build):
        for amount in find_amounts(replace_type(tell, build.group.type), build.reader.cast.language):
            span = line.span(amount.start, amount.end)
            text = line.text[amount.start : amount.end]
            claim = build.book.add(f"quantity.{amount.what}", text, span, build.voices[tell])
            found.setdefault(amount.what, Quantity(what=amount.what, lo=amount.value, hi=amount.value,
                             unit=amount.unit, text=text, vague=None, claim_ids=(claim,)))  # fmt: skip
    return tuple(found.values())


def _target(build: Build) -> str | None:
    texts = []
    for tell in build.group.tells if build.group.family == "sabotage" else ():
        for thing in build.reader.stage.settings[tell].things:
            span = tell.line.span(thing.start, thing.end)
            build.book.add("target_object", thing.text, span, build.voices[tell])
            texts.append(thing.text)
    named = [text for text in texts if any(char.isupper() for char in text)]
    return max(named or texts, key=len) if texts else None


def _sectors(build: Build) -> tuple[str, ...]:
    if build.group.family != "sabotage":
        return ()
    things = (thing for tell in build.group.tells for thing in build.reader.stage.settings[tell].things)
    return tuple(dict.fromkeys(thing.sector for thing in things if thing.sector))


def _attribution(build: Build, sponsors: Sequence[SponsorHit]) -> tuple[Attribution, ...]:
    claims = []
    for hit in sponsors:
        actor = hit.actor
        tell = min(build.group.tells, key=lambda tell: abs(tell.line.number - actor.line.number))
        span = actor.line.span(actor.start, actor.end)
        voice = build.voices[tell] if tell.line is actor.line else build.reader.voices.voice_of_line(actor.line)
        entity = build.reader.entities.of_actor(actor)
        claims.append(SponsorClaim(actor=actor.name, entity=entity, relation=hit.relation, span=span, voice=voice))
    return read_attribution(claims, (), build.book)
