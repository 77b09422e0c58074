"""Times as written: text -> `TimeExpression` (`find_times`) -> `Interval` (`resolve_time`)."""

from overt.base.calendar.forms import TimeExpression
from overt.base.calendar.grammar import find_times
from overt.base.calendar.resolve import resolve_time

__all__ = ["TimeExpression", "find_times", "resolve_time"]
