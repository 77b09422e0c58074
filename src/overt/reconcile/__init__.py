"""Linked readings of all reports -> Findings: the one step that gathers."""

from overt.reconcile.findings import reconcile_claims

__all__ = ["reconcile_claims"]
