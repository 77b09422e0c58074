"""Collect: files in, reports out."""

from overt.collect.reports import read_reports

__all__ = ["read_reports"]
