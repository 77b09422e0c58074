"""Puts a reading's places on the gazetteer and its times on the calendar."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overt.link.linked import link_claims

__all__ = ["link_claims"]


def __getattr__(name: str) -> Any:  # what it loads takes long, and many commands do without
    if name != "link_claims":
        raise AttributeError(name)
    from overt.link.linked import link_claims  # noqa: PLC0415

    return link_claims
