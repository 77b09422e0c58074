"""Keeps the history of the findings: what each revision changed and why, and the ledger as it was."""
