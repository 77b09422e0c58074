"""Gives the ledger to others: Ledger -> files."""

from overt.share.exports import export_ledger

__all__ = ["export_ledger"]
