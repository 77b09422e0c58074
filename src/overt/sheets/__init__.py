"""Brings spreadsheets back: an edited export becomes decisions (edits.py), a sheet of one's own candidates."""
