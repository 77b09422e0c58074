"""What the rules propose: Document in, overt's accounts with the MUC-4 codebook as templates out."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from bench.muc4.casing import restore_case
from bench.muc4.circumstances import Circumstances
from bench.muc4.documents import Document, with_paragraphs
from bench.muc4.features import Scene, template_features
from bench.muc4.fillers import FillerFinder, make_finder
from bench.muc4.linear import LinearModel, load_model
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
    """Return what overt's engine reads with the codebook of MUC-4, as templates of what is an incident there."""
    return keep_incidents(propose_all(document))


def propose_all(document: Document) -> Proposal:
    """Return the same with all that the engine reads, incident of MUC-4 or not."""
    report = make_report(document)
    return propose_parsed(document, report, parse_passages(report, divide_report(report)))


def propose_parsed(document: Document, report: Report, parsed: tuple[Parsed, ...]) -> Proposal:
    """Return all that the engine reads in a document that is parsed already."""
    reading = read_parsed(report, parsed, load_muc_codebook())
    accounts = tuple(account for account in reading.accounts if account.granularity in _TOLD)
    finder, around = make_finder(document, parsed, reading), Circumstances(document, parsed)
    return Proposal(
        document=document,
        parsed=parsed,
        reading=reading,
        accounts=accounts,
        templates=tuple(_template(account, finder, around) for account in accounts),
    )


def keep_incidents(proposal: Proposal, model: LinearModel | None = None) -> Proposal:
    """Return the proposal with the templates that are incidents of MUC-4: recent, of terror, and told as such.

    Which are, is learned (train.py): the task's rules (no clashes, nothing older than two months, nothing in general)
    leave much to the eye, and overt's own filter asks something else.
    """
    model = model or load_model("relevance")
    scene, count = Scene(proposal.document, proposal.parsed), len(proposal.templates)
    kept = [
        number
        for number, (account, template) in enumerate(zip(proposal.accounts, proposal.templates, strict=True))
        if model.probabilities(template_features(scene, account, template, count))["keep"] >= _LEAST
    ]
    return replace(
        proposal,
        accounts=tuple(proposal.accounts[number] for number in kept),
        templates=tuple(proposal.templates[number] for number in kept),
    )


_LEAST = 0.4  # highest F1 of fillers on the training documents, each fifth judged by the rest


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
    return Template(
        incident_type=account.type.partition(".")[2].replace("_", " "),
        triggers=tuple((claim.span.start, claim.span.end) for claim in account.claims if claim.field == "type"),
        fillers=finder.find(account),
        slots=around.read(account),
    )
