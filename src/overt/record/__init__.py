"""Keeps what was read and found: Findings -> Ledger, the database."""

from overt.record.ledger import open_ledger

__all__ = ["open_ledger"]
