"""What the rules propose: Document in, overt's accounts with the MUC-4 codebook as templates out."""

import hashlib
from functools import cache
from pathlib import Path

from bench.muc4.casing import restore_case
from bench.muc4.circumstances import Circumstances
from bench.muc4.documents import Document, with_paragraphs
from bench.muc4.fillers import FillerFinder, make_finder
from bench.muc4.templates import Proposal, Template
from overt.divide import divide_report
from overt.extract.claims import read_parsed
from overt.extract.codebook.types import Codebook, load_codebook
from overt.extract.parse import Parsed, parse_passages
from overt.types.account import Account, Granularity
from overt.types.report import Report

CODEBOOK = Path(__file__).with_name("codebook")
_TOLD = frozenset({Granularity.SINGLE, Granularity.SERIES})


@cache
def load_muc_codebook() -> Codebook:
    """Return the codebook of MUC-4, the YAML files beside this module."""
    return load_codebook(CODEBOOK)


def propose(document: Document) -> Proposal:
    """Return what overt's engine reads with the codebook of MUC-4, as templates."""
    report = make_report(document)
    return propose_parsed(document, report, parse_passages(report, divide_report(report)))


def propose_parsed(document: Document, report: Report, parsed: tuple[Parsed, ...]) -> Proposal:
    """Return the same for a document that is parsed already."""
    reading = read_parsed(report, parsed, load_muc_codebook())
    accounts = [account for account in reading.accounts if account.granularity in _TOLD]
    finder, around = make_finder(document, parsed), Circumstances(document, parsed)
    return Proposal(
        document=document,
        parsed=parsed,
        reading=reading,
        templates=tuple(_template(account, finder, around) for account in accounts),
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


def _template(account: Account, finder: FillerFinder, around: Circumstances) -> Template:
    fillers = finder.find(account)
    return Template(
        incident_type=account.type.partition(".")[2].replace("_", " "),
        triggers=tuple((claim.span.start, claim.span.end) for claim in account.claims if claim.field == "type"),
        fillers=fillers,
        slots=around.read(account, fillers),
    )
