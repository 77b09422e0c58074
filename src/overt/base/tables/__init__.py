"""Reads the tables of a workbook or CSV file: path in; sheets of cells as text out. Nothing in a file is ever run."""

from overt.base.tables.files import read_sheets

__all__ = ["read_sheets"]
