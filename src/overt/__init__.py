"""overt reads news reports and keeps a ledger of incidents in which every value has a quote."""

__version__ = "0.1.0"
