"""Ties legal steps to their acts: what was told in, the same with the suspects and sponsors that the law names out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from overt.extract.accounts.responsibility import SponsorClaim, sponsors_in_roles
from overt.extract.acts.frames import Frame
from overt.extract.acts.legal import legal_voice
from overt.types.account import Role

LEGAL_STEPS = frozenset({"response.arrest", "response.charge", "response.verdict"})
_JUDGED = frozenset({"response.charge", "response.verdict"})  # they say who was behind the act; an arrest does not
# What diplomats are themselves said to have done; sent home over an attack, they answer for their state.
SENT_HOME_FOR = frozenset({"espionage", "influence"})
DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.HANDLER, Role.FACILITATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One incident as grouped: its frames, the sponsors that the report names for it, what only prepared it (R7)."""

    frames: tuple[Frame, ...]
    sponsors: tuple[SponsorClaim, ...]
    preparations: tuple[Frame, ...] = ()


def link_steps(told: Sequence[Told]) -> tuple[tuple[int, ...], ...]:
    """Return, for each incident told, the numbers of the acts whose legal stage it is (R6).

    An act is the matter of a step under whose verb it is told ("charged with arson"); a step that is tied to none is
    tied to the report's only act.
    """
    home = {(f.passage_sentence, f.token.i): n for n, item in enumerate(told) for f in item.frames}
    acts = [number for number, item in enumerate(told) if item.frames[0].family not in {"response", "movement"}]
    tied: list[list[int]] = [[] for _ in told]
    for number in acts:
        for frame in told[number].frames:
            step = home.get((frame.passage_sentence, frame.embedded_in.i)) if frame.embedded_in is not None else None
            if step is not None and step != number and number not in tied[step]:
                tied[step].append(number)
    for number, item in enumerate(told):
        is_step = item.frames[0].family == "response" and any(frame.type in LEGAL_STEPS for frame in item.frames)
        if is_step and not tied[number] and len(acts) == 1 and not _is_taking(told[acts[0]]):
            tied[number] = list(acts)
    return tuple(tuple(numbers) for numbers in tied)


def _is_taking(act: Told) -> bool:
    """Say whether a vehicle was stopped so that somebody be seized: who is arrested then did not do it."""
    return any(
        frame.type == "violence.abduction" and any(filler.role is Role.OBJECT for filler in frame.fillers)
        for frame in act.frames
    )


def with_matter(told: Sequence[Told], steps: Sequence[Sequence[int]]) -> tuple[Told, ...]:
    """Return what was told with each legal step knowing who is said to stand behind its act.

    And each act who is held for it.
    """
    whole = list(told)
    for number, acts in enumerate(steps):
        for act in acts:
            behind = (*told[act].sponsors, *sponsors_in_roles(told[act].frames))
            if any(frame.type in _JUDGED for frame in told[number].frames):
                whole[number] = replace(whole[number], sponsors=(*whole[number].sponsors, *behind))
            whole[act] = replace(whole[act], frames=_with_suspects(whole[act].frames, told[number].frames))
    return tuple(whole)


def _with_suspects(act: Sequence[Frame], step: Sequence[Frame]) -> tuple[Frame, ...]:
    """Give an act nobody is named for those who are held, charged or convicted for it, in the voice of that step.

    Whoever is arrested over a fire is suspected of it, however sure the fire itself is.
    """
    doers = [filler for frame in act for filler in frame.fillers if filler.role in DOERS]
    if any(filler.entity is not None and filler.entity.name for filler in doers):
        return tuple(act)
    at = next((n for n, frame in enumerate(act) if not frame.is_heading), 0)
    suspects = tuple(
        replace(filler, inferred=True, voice=legal_voice(frame.voice, act[at].type, frame.type))
        for frame in step
        for filler in frame.fillers
        if filler.role is Role.PERPETRATOR
        and (frame.type in LEGAL_STEPS or act[at].family in SENT_HOME_FOR)
        and (not doers or (filler.entity is not None and filler.entity.name))
    )
    return tuple(
        replace(frame, fillers=(*frame.fillers, *suspects)) if n == at else frame for n, frame in enumerate(act)
    )
