"""Reads reports in languages without a parser, by word lists: report and passages in, `Reading` out."""

from overt.extract.shallow.reading import read_shallow

__all__ = ["read_shallow"]
