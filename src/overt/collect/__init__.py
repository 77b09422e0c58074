"""Collect: files in, reports out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overt.collect.reports import read_reports

__all__ = ["read_reports"]


def __getattr__(name: str) -> Any:  # what it loads takes long, and many commands do without
    if name != "read_reports":
        raise AttributeError(name)
    from overt.collect.reports import read_reports  # noqa: PLC0415

    return read_reports
