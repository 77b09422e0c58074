"""What one report tells of an incident, and what is needed to weigh it: an account, its report, its origin group."""

from collections.abc import Mapping
from dataclasses import dataclass

from overt.types.claim import Claim, Polarity
from overt.types.incident import Entity
from overt.types.linked import LinkedAccount
from overt.types.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One account of an incident in its setting."""

    linked: LinkedAccount
    report: Report
    cites: tuple[str, ...]
    origin: str  # reports with the same origin group count once
    entities: Mapping[str, Entity]  # by LocalEntity.key

    @property
    def claims(self) -> Mapping[str, Claim]:
        """The account's claims by id."""
        return {claim.id: claim for claim in self.linked.account.claims}

    def affirms(self, *claim_ids: str) -> bool:
        """Say whether one of the claims is affirmed; ids that the account does not hold count as affirmed."""
        claims = self.claims
        found = [claims[key] for key in claim_ids if key in claims]
        return not found or any(claim.voice.polarity is Polarity.AFFIRMED for claim in found)
