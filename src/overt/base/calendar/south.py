"""Turns the seasons of a time to those of the southern hemisphere: `Form` -> `Form`."""

from dataclasses import replace

from overt.base.calendar.forms import Bounded, Fixed, Form, NightInto, Ranged, Then, Within, Yearly
from overt.base.calendar.parts import fixed_season
from overt.base.edtf import SOUTHERN

_SPRING, _WINTER = 21, 24
_TURN = SOUTHERN - _SPRING


def turn_south(form: Form) -> Form:
    """Return the form with its seasons turned; all else stays as it is."""
    match form:
        case Yearly():
            return _turned(form)
        case Fixed(season=(year, season, part)):
            return Fixed(interval=fixed_season(year, season + _TURN, part))
        case Bounded() | NightInto():
            return replace(form, of=turn_south(form.of))
        case Ranged():
            return replace(form, first=turn_south(form.first), last=turn_south(form.last))
    return _turned_within(form)


def _turned_within(form: Form) -> Form:
    match form:
        case Within():
            return replace(form, part=_turned(form.part), year=turn_south(form.year))
        case Then(of=Yearly() as of):
            return replace(form, of=_turned(of))
    return form


def _turned(form: Yearly) -> Yearly:
    return replace(form, month=form.month + _TURN) if _SPRING <= form.month <= _WINTER else form
