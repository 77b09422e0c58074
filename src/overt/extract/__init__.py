"""Step: what a report claims."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from overt.extract.claims import extract_claims

__all__ = ["extract_claims"]


def __getattr__(name: str) -> Any:  # what it loads takes long, and many commands do without
    if name != "extract_claims":
        raise AttributeError(name)
    from overt.extract.claims import extract_claims  # noqa: PLC0415

    return extract_claims
