"""Intervals of days and the EDTF subset of the codebook (§5.1): text -> `Interval` -> text."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How wide a time is (codebook §5.1)."""

    CLOCK = "T0"
    DAY = "T1"
    DAYS = "T2"
    MONTH = "T3"
    SEASON = "T4"
    YEAR = "T5"
    WIDE = "T6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Earliest and latest possible day, both inclusive; None is open. `edtf` says the same in EDTF."""

    edtf: str
    lo: date | None
    hi: date | None

    @property
    def precision(self) -> Precision:
        """Window width as T1..T6 (T0 when the EDTF carries a clock time)."""
        raise NotImplementedError
