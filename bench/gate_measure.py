"""One figure of the gate: how many were wanted, said and right, with what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How many were wanted, said and right. Where there is nothing to get wrong, the figure is 1."""

    name: str
    wanted: int
    said: int
    right: int
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was said that is right."""
        return self.right / self.said if self.said else float(not self.wanted)

    @property
    def recall(self) -> float:
        """Share of what was wanted that was said."""
        return self.right / self.wanted if self.wanted else float(not self.said)

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.said + self.wanted
        return 2 * self.right / both if both else 1.0


def share(name: str, judged: Iterable[tuple[str, bool]]) -> Measure:
    """Measure yes/no answers: as many were said as were wanted."""
    rows = list(judged)
    wrong = tuple(f"- {label}" for label, is_right in rows if not is_right)
    return Measure(name=name, wanted=len(rows), said=len(rows), right=len(rows) - len(wrong), misses=wrong)


def answered(name: str, wanted: int, answers: Iterable[tuple[str, str | None, bool]]) -> Measure:
    """Measure answers that are (label, said or None, right or not)."""
    rows = list(answers)
    misses = [f"{'-' if said is None else '+'} {label}: {said}" for label, said, is_right in rows if not is_right]
    said_count = sum(said is not None for _, said, _ in rows)
    return Measure(name=name, wanted=wanted, said=said_count, right=len(rows) - len(misses), misses=tuple(misses))


def overlap(name: str, wanted: set[str], said: set[str]) -> Measure:
    """Measure the things said against the things wanted."""
    misses = (*(f"- {one}" for one in sorted(wanted - said)), *(f"+ {one}" for one in sorted(said - wanted)))
    return Measure(name=name, wanted=len(wanted), said=len(said), right=len(wanted & said), misses=misses)
