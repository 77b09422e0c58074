"""Linked readings of all reports -> Findings: the one step that gathers."""

from overt.reconcile.incidents import reconcile_claims

__all__ = ["reconcile_claims"]
