"""The rule tables of the Admiralty code (codebook §8.5, §8.6): counts and facts -> a number or letter with its row.

Pure functions, no weights; the first matching row wins. Number and letter never see each other's inputs (§0.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of one proposition. Counts are of origin groups (codebook §8.3)."""

    independent: int  # I: largest set of pairwise independent groups that affirm
    undetermined: int  # U: further affirming groups
    contradicting: int  # C: without denials by a stake-holder
    firm: bool  # some affirming origin is unhedged
    anchor: bool  # court finding, authenticated document, own admission
    fit: bool  # another proposition of the incident stands on another group
    broken: bool  # impossible
    retracted: bool  # all its origins withdrew
    disinterested: bool  # some affirming group without a stake
    attribution: bool = False  # it says who is behind it
    has_basis: bool = True  # some origin says on what it stands


def grade_number(e: Evidence) -> tuple[int, str]:
    """Return the information number 1-6 and the row of §8.6 that gave it."""
    early = _grade_failing(e)
    if early is not None:
        return early
    number, row = _grade_standing(e)
    if row == "N13":
        return number, row
    if e.attribution and not e.has_basis and number < 3:
        return 3, row + "+A1"
    return number, row


def _grade_failing(e: Evidence) -> tuple[int, str] | None:
    affirming = e.independent + e.undetermined
    if affirming == 0 and e.contradicting == 0:
        return 6, "N1"
    if e.retracted or e.broken:
        return 5, "N2"
    if affirming == 0:
        return 5, "N3"
    if e.contradicting > e.independent:
        return (5 if e.contradicting - e.independent >= 2 else 4), "N4"
    if e.contradicting and e.contradicting == e.independent:
        return 4, "N5"
    return None


def _grade_standing(e: Evidence) -> tuple[int, str]:
    affirming = e.independent + e.undetermined
    rows = (
        (e.contradicting > 0, 3, "N6"),
        (e.independent >= 2 and e.firm and e.disinterested, 1, "N7"),
        (e.anchor, 2, "N8"),
        (e.independent >= 2 and (e.firm or e.disinterested), 2, "N9"),
        (affirming >= 2 and e.firm, 2, "N10"),
        (affirming >= 2, 3, "N11"),
        (e.fit, 3, "N12"),
    )
    return next(((number, row) for holds, number, row in rows if holds), (6, "N13"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """What is known of one source; never its country, its topic or its agreement with others today."""

    analyst: str | None = None  # the analyst's letter, still valid
    right: int = 0  # claims later confirmed by human review
    wrong: int = 0  # claims later refuted by human review
    fabricated: bool = False  # documented and uncorrected
    class_default: str | None = None


def grade_source(record: SourceRecord) -> tuple[str, str]:
    """Return the reliability letter of a source and the row of §8.5 (S1-S9)."""
    if record.analyst:
        return record.analyst, "S1"
    if record.fabricated:
        return "E", "S2"
    judged = record.right + record.wrong
    if judged >= 10:
        share = record.right / judged
        rows = (
            (judged >= 50 and share >= 0.98, "A", "S3"),
            (judged >= 20 and share >= 0.90, "B", "S4"),
            (share >= 0.70, "C", "S5"),
            (share >= 0.40, "D", "S6"),
            (True, "E", "S7"),
        )
        return next((letter, row) for holds, letter, row in rows if holds)
    return (record.class_default, "S8") if record.class_default else ("F", "S9")


_STEP_DOWN = {"A": "C", "B": "C", "C": "D", "D": "E", "E": "E"}  # one step down, never better than C


def grade_chain(letters: Sequence[str], *, is_origin_anonymous: bool = False) -> tuple[str, str]:
    """Return the letter of a speaker chain (publisher first, origin last) and the row L1-L3."""
    known = [letter for letter in letters if letter != "F"]
    if not known:
        return "F", "L1"
    worst = max(known)
    if is_origin_anonymous or letters[-1] == "F":
        return _STEP_DOWN[worst], "L2"
    return worst, "L3"
