"""Divide: a report in, its passages out."""

from overt.divide.passages import divide_report

__all__ = ["divide_report"]
