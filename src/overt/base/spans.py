"""A span: where in a report's stored text something stands, in Unicode code points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Half-open range [start, end) of code points in the stored text; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def quote(self, text: str) -> str:
        """Return what the text says here."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Say whether both share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Say whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def cover(self, other: "Span") -> "Span":
        """Return the smallest span over both."""
        return Span(start=min(self.start, other.start), end=max(self.end, other.end))
