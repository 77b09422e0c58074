"""What the rules propose: Document in, overt's accounts with the MUC-4 codebook as templates out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.muc4.casing import restore_case
from bench.muc4.documents import Document, with_paragraphs
from bench.muc4.phrases import trim_phrase
from bench.muc4.templates import Filler, Mention, MucRole, Proposal, Template
from overt.base.spans import Span
from overt.divide import divide_report
from overt.extract.claims import read_parsed
from overt.extract.codebook.types import Codebook, load_codebook
from overt.extract.parse import parse_passages
from overt.types.account import Account, EntityKind, Granularity, Participant, Role
from overt.types.report import Report

CODEBOOK = Path(__file__).with_name("codebook")
_TOLD = frozenset({Granularity.SINGLE, Granularity.SERIES})
_DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.CLAIMANT})
_BODIES = frozenset({EntityKind.ORGANISATION, EntityKind.SERVICE, EntityKind.STATE})
_PEOPLE = frozenset({EntityKind.PERSON, EntityKind.GROUP})


@cache
def load_muc_codebook() -> Codebook:
    """Return the codebook of MUC-4, the YAML files beside this module."""
    return load_codebook(CODEBOOK)


def propose(document: Document) -> Proposal:
    """Return what overt's engine reads with the codebook of MUC-4, as templates."""
    report = make_report(document)
    parsed = parse_passages(report, divide_report(report))
    reading = read_parsed(report, parsed, load_muc_codebook())
    accounts = [account for account in reading.accounts if account.granularity in _TOLD]
    return Proposal(
        document=document,
        parsed=parsed,
        reading=reading,
        templates=tuple(_Maker(document, account).template() for account in accounts),
    )


def make_report(document: Document) -> Report:
    """Return the document as a report, its case restored and its paragraphs parted; offsets stay those of the text."""
    text = with_paragraphs(restore_case(document.text))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        id="rep_" + digest[:16],
        input=document.key,
        url=None,
        outlet=None,
        title=None,
        published=None,
        language="en",
        text=text,
        sha256_raw=digest,
        sha256_text=digest,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    document: Document
    account: Account

    def template(self) -> Template:
        return Template(
            incident_type=self.account.type.partition(".")[2].replace("_", " "),
            triggers=tuple((c.span.start, c.span.end) for c in self.account.claims if c.field == "type"),
            fillers=tuple(self._fillers()),
        )

    def _fillers(self) -> Iterator[Filler]:
        for participant in self.account.participants:
            role = muc_role(participant)
            if role is not None:
                yield from self._filler(role, *participant.claim_ids)
        for one in self.account.attribution:
            yield from self._filler(MucRole.PERP_ORG, *one.claim_ids)
        for claim in self.account.claims:
            if claim.field == "means":
                yield from self._filler(MucRole.WEAPON, claim.id)
            elif claim.field == "target_object":
                yield from self._filler(MucRole.TARGET, claim.id)

    def _filler(self, role: MucRole, *claim_ids: str) -> Iterator[Filler]:
        spans = [claim.span for claim in self.account.claims if claim.id in claim_ids]
        mentions = tuple(dict.fromkeys(m for span in spans if (m := self._mention(span)) is not None))
        if mentions:
            yield Filler(role=role, mentions=mentions)

    def _mention(self, span: Span) -> Mention | None:
        return trim_phrase(self.document.text, span.start, span.end)


def muc_role(participant: Participant) -> MucRole | None:
    """Return the MUC-4 role of a participant: a body that did it is PerpOrg, a thing that was hit Target."""
    if participant.role in _DOERS:
        is_body = participant.kind in _BODIES or (participant.kind is EntityKind.GROUP and bool(participant.name))
        return MucRole.PERP_ORG if is_body else MucRole.PERP_IND
    if participant.role is Role.VICTIM:
        return MucRole.VICTIM
    if participant.role is Role.OBJECT:
        return MucRole.TARGET
    if participant.role is Role.TARGET:
        return MucRole.VICTIM if participant.kind in _PEOPLE else MucRole.TARGET
    return None
