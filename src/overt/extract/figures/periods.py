"""Places a period on the calendar where its words give plain years or months: "since May 2023" -> `Interval`."""

import re
from collections.abc import Callable

from overt.base.edtf import Interval, parse_edtf

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_DATE = rf"(?:(?P<{{0}}m>{'|'.join(_MONTHS)}) )?(?P<{{0}}y>(?:19|20)\d\d)"
_A, _B = _DATE.format("a"), _DATE.format("b")
_FORMS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    (rf"(?:between|from) {_A} (?:and|to|until) {_B}", lambda a, b: f"{a}/{b}"),
    (rf"since {_A}", lambda a, _: f"{a}/.."),
    (rf"(?:before|until|by) {_A}", lambda a, _: f"../{a}"),
    (rf"(?:in|during|throughout|for|over)(?: the whole of| all of)? {_A}(?: alone)?", lambda a, _: a),
)


def period_of(text: str) -> Interval | None:
    """Return the interval that the words give by themselves; None for "last year", "in recent months", "after 2022"."""
    for pattern, write in _FORMS:
        found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
        if found:
            parts = found.groupdict()
            return parse_edtf(write(_edtf(parts["am"], parts["ay"]), _edtf(parts.get("bm"), parts.get("by"))))
    return None


def _edtf(month: str | None, year: str | None) -> str:
    return f"{year}-{_MONTHS[month.lower()]:02}" if month else str(year)
