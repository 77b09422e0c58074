"""Puts a reading's places on the gazetteer and its times on the calendar."""

from overt.link.linked import link_claims

__all__ = ["link_claims"]
