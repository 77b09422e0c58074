"""The settings of the steps: frozen values that a command reads once and passes on as arguments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectSettings:
    """What the user says of the inputs, and how much of one input may be read."""

    published: str | None = None  # EDTF; of all reports of the run, outranks what they say themselves
    outlet: str | None = None  # of all reports of the run, outranks what they say themselves
    max_bytes: int = 20_000_000  # a larger file is not read
    max_characters: int = 2_000_000  # a longer text is not kept
