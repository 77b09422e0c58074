"""Builds a claim: the one place where claims come to be, so that none is without its quote (house rule 1)."""

from hashlib import sha256

from overt.base.errors import UngroundedError
from overt.base.spans import Span
from overt.types.claim import Claim, Voice
from overt.types.report import Report


def ground_claim(  # noqa: PLR0913 - a claim is what it is made of
    report: Report, field: str, value: str, span: Span, voice: Voice, *, inferred: bool = False
) -> Claim:
    """Return the claim that `report` gives `value` for `field` at `span`; the engine is set by `ENGINE`.

    Raises UngroundedError if the span leaves the text, quotes only white space or lies in boilerplate.
    """
    quote = span.quote(report.text)
    if span.end > len(report.text) or not quote.strip():
        raise UngroundedError("the quote is not in the report", where=f"{report.id}:{span.start}-{span.end}")
    if any(part.span.overlaps(span) for part in report.boilerplate):
        raise UngroundedError("the quote lies in boilerplate", where=f"{report.id}:{span.start}-{span.end}")
    return Claim(
        id=claim_id(report.id, field, value, span),
        report_id=report.id,
        field=field,
        value=value,
        span=span,
        quote=quote,
        voice=voice,
        engine=ENGINE,
        inferred=inferred,
    )


ENGINE = "rules/1"


class ClaimBook:
    """The claims of one account while it is being built; the same claim told twice is kept once."""

    def __init__(self, report: Report) -> None:
        """Start an empty book for one report."""
        self._report = report
        self._claims: dict[str, Claim] = {}

    def add(self, field: str, value: str, span: Span, voice: Voice, *, inferred: bool = False) -> str:
        """Ground a claim and return its id."""
        claim = ground_claim(self._report, field, value, span, voice, inferred=inferred)
        return self._claims.setdefault(claim.id, claim).id

    def claims(self) -> tuple[Claim, ...]:
        """Return all claims in the order of the text."""
        return tuple(sorted(self._claims.values(), key=lambda claim: (claim.span, claim.field, claim.value)))


def claim_id(report_id: str, field: str, value: str, span: Span) -> str:
    """Return the id that the same reading of the same text always has."""
    key = "\0".join((report_id, field, value, str(span.start), str(span.end)))
    return "clm_" + sha256(key.encode()).hexdigest()[:16]
