"""Reads who is said to be responsible.

Sponsor statements and frames -> Attribution, with its level (codebook section 8.4).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from overt.base.spans import Span
from overt.extract.acts.frames import Frame
from overt.extract.ground import ClaimBook
from overt.types.account import Attribution, EntityKind, LocalEntity, Role
from overt.types.claim import Polarity, Speaker, SpeakerKind, SpeechAct, Voice

LEVELS = (
    "none",
    "named_by_media",
    "suspected_by_officials",
    "officially_accused",
    "government_attribution",
    "court_found",
    "admitted",
)
_RELATION_OF_ROLE = {
    Role.PERPETRATOR: "executed",
    Role.DIRECTOR: "ordered",
    Role.HANDLER: "coordinated",
    Role.BENEFICIARY: "unspecified",
}
_OFFICIALS = frozenset({SpeakerKind.SERVICE, SpeakerKind.POLICE, SpeakerKind.GOVERNMENT, SpeakerKind.PROSECUTOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorClaim:
    """A state or service said to be behind an act, and by whom."""

    actor: str
    entity: LocalEntity | None
    relation: str
    span: Span
    voice: Voice
    inferred: bool = False


_LEVEL_OF_ACT = {
    SpeechAct.ADMIT: "admitted",
    SpeechAct.ACQUIT: "officially_accused",
    SpeechAct.CONVICT: "court_found",
    SpeechAct.CHARGE: "officially_accused",
}


def level_of(voice: Voice) -> str:
    """Return the attribution level that one statement reaches by its speech act and its origin."""
    if voice.speech_act in {SpeechAct.ADMIT, SpeechAct.ACQUIT, SpeechAct.CONVICT}:
        return _LEVEL_OF_ACT[voice.speech_act]
    if any(link.kind is SpeakerKind.COURT for link in voice.chain):
        return "court_found"
    if voice.speech_act in _LEVEL_OF_ACT:
        return _LEVEL_OF_ACT[voice.speech_act]
    return _level_of_origin(
        voice.chain[-1] if voice.chain else None, is_suspicion=voice.speech_act is SpeechAct.SUSPECT
    )


def _level_of_origin(origin: Speaker | None, *, is_suspicion: bool) -> str:
    if origin is None or origin.kind not in _OFFICIALS:
        return "named_by_media"
    if not origin.named:
        return "suspected_by_officials"
    if origin.kind is SpeakerKind.PROSECUTOR:
        return "officially_accused"
    if origin.kind is SpeakerKind.GOVERNMENT:
        return "officially_accused" if is_suspicion else "government_attribution"
    return "suspected_by_officials" if is_suspicion else "officially_accused"


def read_attribution(
    sponsors: Iterable[SponsorClaim], frames: Sequence[Frame], book: ClaimBook
) -> tuple[Attribution, ...]:
    """Return one attribution for each actor, at the highest level that has a span.

    A denial by anyone makes it contested.
    """
    claims = [*sponsors, *sponsors_in_roles(frames)]
    by_actor: dict[str, list[SponsorClaim]] = {}
    for claim in claims:
        by_actor.setdefault(claim.entity.key if claim.entity else claim.actor.casefold(), []).append(claim)
    denied = any(frame.is_denial or frame.voice.speech_act in {SpeechAct.DENY, SpeechAct.ACQUIT} for frame in frames)
    return tuple(_attribution(actors, book, denied=denied) for actors in by_actor.values())


def sponsors_in_roles(frames: Sequence[Frame]) -> Iterator[SponsorClaim]:
    """Yield the states and services that fill a role of the act itself: who did it, ordered it, or gained by it."""
    for frame in frames:
        if frame.family == "response":
            continue
        for filler in frame.fillers:
            if filler.role in _RELATION_OF_ROLE and filler.kind in {EntityKind.SERVICE, EntityKind.STATE}:
                relation = _RELATION_OF_ROLE[filler.role]
                yield SponsorClaim(
                    actor=filler.text,
                    entity=filler.entity,
                    relation=relation,
                    span=filler.span,
                    voice=frame.voice,
                    inferred=filler.inferred,
                )


def _attribution(claims: Sequence[SponsorClaim], book: ClaimBook, *, denied: bool) -> Attribution:
    affirmed = [claim for claim in claims if claim.voice.polarity is not Polarity.DENIED] or list(claims)
    best = max(affirmed, key=lambda claim: LEVELS.index(level_of(claim.voice)))
    relation = next((claim.relation for claim in affirmed if claim.relation != "unspecified"), "unspecified")
    name = next((claim.entity.name for claim in claims if claim.entity and claim.entity.name), best.actor)
    said = [link.name or link.description or "" for claim in affirmed for link in claim.voice.chain[1:]]
    ids = [book.add("attribution", name, claim.span, claim.voice, inferred=claim.inferred) for claim in claims]
    return Attribution(
        actor=name,
        entity_key=best.entity.key if best.entity else None,
        relation=relation,
        level=level_of(best.voice),
        by=tuple(dict.fromkeys(text for text in said if text)),
        contested=denied or any(claim.voice.polarity is Polarity.DENIED for claim in claims),
        claim_ids=tuple(dict.fromkeys(ids)),
    )
