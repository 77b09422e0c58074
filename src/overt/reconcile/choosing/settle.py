"""Settles a field on which reports may differ: candidate values -> the chosen ones and the rivals, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from overt.reconcile.grades import Evidence, grade_number
from overt.reconcile.telling import Telling
from overt.types.claim import Certainty
from overt.types.incident import Dispute, DisputedValue

T = TypeVar("T")
U = TypeVar("U")
# 6 says nothing, so it stands between "possibly true" and "doubtful" (codebook §8.6).
NUMBER_RANK = {1: 1.0, 2: 2.0, 3: 3.0, 6: 3.5, 4: 4.0, 5: 5.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Generic[T]):
    """A value as one report gives it. `width` is smaller if more precise; `low` breaks ties among casualties."""

    value: T
    label: str
    claim_ids: tuple[str, ...]
    report_id: str
    origin: str
    is_firm: bool
    width: float = 0.0
    low: float = 0.0


def weigh_value(
    telling: Telling, value: T, label: str, claim_ids: tuple[str, ...], size: tuple[float, float] = (0.0, 0.0)
) -> Candidate[T]:
    """Return a value of a telling as a candidate; `size` is its width and, for casualties, its lower bound."""
    claims = telling.claims
    return Candidate(
        value=value,
        label=label,
        claim_ids=claim_ids,
        report_id=telling.report.id,
        origin=telling.origin,
        is_firm=any(claims[key].voice.certainty is Certainty.FIRM for key in claim_ids if key in claims),
        width=size[0],
        low=size[1],
    )


def replace_value(candidate: Candidate[T], value: U) -> Candidate[U]:
    """Return a candidate with another value in the place of its own."""
    known = {one.name: getattr(candidate, one.name) for one in fields(candidate) if one.name != "value"}
    return Candidate(value=value, **known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(Generic[T]):
    """Candidates that agree; the first is the most precise and stands for them."""

    candidates: tuple[Candidate[T], ...]

    @property
    def best(self) -> Candidate[T]:
        """The candidate that stands for the side."""
        return self.candidates[0]

    @property
    def reports(self) -> frozenset[str]:
        """The reports on this side."""
        return frozenset(c.report_id for c in self.candidates)

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """All claims of the side, sorted."""
        return tuple(sorted({key for c in self.candidates for key in c.claim_ids}))

    @property
    def merit(self) -> tuple[float, int, float, float, str]:
        """Sort key: best graded, more origins, more precise, lower, then by label."""
        origins = len({c.origin for c in self.candidates})
        evidence = Evidence(
            independent=1,
            undetermined=origins - 1,
            contradicting=0,
            firm=any(c.is_firm for c in self.candidates),
            anchor=False,
            fit=False,
            broken=False,
            retracted=False,
            disinterested=True,
        )
        return (NUMBER_RANK[grade_number(evidence)[0]], -origins, self.best.width, self.best.low, self.best.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[T]):
    """`kept`: the chosen side, then what a report of it gives beside it. `rivals`: sides of other reports only."""

    kept: tuple[Side[T], ...]
    rivals: tuple[Side[T], ...]

    def dispute(self, field: str) -> Dispute | None:
        """Return the dispute, chosen value first; None where nobody differs."""
        if not self.rivals:
            return None
        sides = (self.kept[0], *self.rivals)
        values = tuple(DisputedValue(value=side.best.label, claim_ids=side.claim_ids) for side in sides)
        return Dispute(field=field, values=values, rule=_rule(self.kept[0], self.rivals[0]))


_STEPS = ("best graded", "more origins", "more precise", "lower", "first in order")


def _rule(chosen: Side[T], rival: Side[T]) -> str:
    steps = zip(_STEPS, chosen.merit, rival.merit, strict=True)
    return next((step for step, one, other in steps if one != other), _STEPS[-1])


def settle(candidates: Sequence[Candidate[T]], agree: Callable[[T, T], bool]) -> Settled[T]:
    """Put agreeing candidates on one side and rank the sides; the order of the input does not matter."""
    ordered = sorted(candidates, key=lambda c: (c.width, c.low, c.label, c.report_id, c.claim_ids))
    sides: list[list[Candidate[T]]] = []
    for candidate in ordered:
        home = next((side for side in sides if agree(side[0].value, candidate.value)), None)
        if home is None:
            sides.append([candidate])
        else:
            home.append(candidate)
    ranked = sorted((Side(candidates=tuple(side)) for side in sides), key=lambda s: s.merit)
    if not ranked:
        return Settled(kept=(), rivals=())
    chosen = ranked[0]
    kept = tuple(side for side in ranked if side is chosen or side.reports & chosen.reports)
    rivals = tuple(side for side in ranked if side is not chosen and not side.reports & chosen.reports)
    return Settled(kept=kept, rivals=rivals)
