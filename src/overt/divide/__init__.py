"""Divide: a report in, its passages out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overt.divide.passages import divide_report

__all__ = ["divide_report"]


def __getattr__(name: str) -> Any:  # what it loads takes long, and many commands do without
    if name != "divide_report":
        raise AttributeError(name)
    from overt.divide.passages import divide_report  # noqa: PLC0415

    return divide_report
