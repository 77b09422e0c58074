"""Verifies a ledger: what is stored against what its log says of it. Nothing here writes."""
