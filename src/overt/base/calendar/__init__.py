"""Times as written: text -> `TimeExpression` (`find_times`) -> `Interval` (`resolve_time`)."""

from overt.base.calendar.forms import TimeExpression
from overt.base.calendar.grammar import find_times
from overt.base.calendar.story import TimeTold, resolve_time, tell_times

__all__ = ["TimeExpression", "TimeTold", "find_times", "resolve_time", "tell_times"]
