"""Step: what a report claims."""

from overt.extract.claims import extract_claims

__all__ = ["extract_claims"]
