"""Short reports in, accounts out: tests/cases/events.yaml."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.base.edtf import parse_edtf
from overt.divide import divide_report
from overt.extract import extract_claims
from overt.types.account import Account
from overt.types.report import Published, PublishedBasis, Report

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "events.yaml").read_text(encoding="utf-8")
)
ROLES = ("PER", "VIC", "OBJ", "TGT", "HND", "PRX", "CRT", "AUT")


def make_report(text: str) -> Report:
    """A report of 2 June 2025 by an invented outlet."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = Published(interval=parse_edtf("2025-06-02"), basis=PublishedBasis.USER, reason="test")
    return Report(
        id="rep_" + digest[:16], input="case.txt", url=None, outlet="Example Gazette", title=None, published=published,
        language="en", text=text, sha256_raw=digest, sha256_text=digest,
    )  # fmt: skip


def read(text: str, *, is_told: bool = True) -> tuple[Account, ...]:
    report = make_report(text)
    accounts = extract_claims(report, divide_report(report)).accounts
    return tuple(account for account in accounts if is_told or "out_of_scope" not in account.flags)


def names(account: Account, role: str) -> str:
    held = [f"{p.name or ''} {p.description or ''}" for p in account.participants if p.role == role]
    return " | ".join([*held, account.target_object or ""] if role in {"OBJ", "TGT"} else held)


def fits(account: Account, wanted: dict[str, Any]) -> bool:
    if account.type != wanted["type"] or wanted.get("stage", account.stage) != account.stage:
        return False
    for role in ROLES:
        if any(name not in names(account, role) for name in wanted.get(role, [])):
            return False
        if any(name in names(account, role) for name in wanted.get(f"not_{role}", [])):
            return False
    if "place" in wanted and wanted["place"] not in [place.name for place in account.places]:
        return False
    times = [claim.value for claim in account.claims if claim.field == "time"]
    if "time" in wanted and wanted["time"] not in times:
        return False
    if "means" in wanted and wanted["means"] not in account.means:
        return False
    if "quantity" in wanted and wanted["quantity"] not in [quantity.what for quantity in account.quantities]:
        return False
    voices = [claim.voice for claim in account.claims if claim.field == "type"]
    if "certainty" in wanted and wanted["certainty"] not in [voice.certainty for voice in voices]:
        return False
    if "act" in wanted and wanted["act"] not in [voice.speech_act for voice in voices]:
        return False
    actors = [attribution.actor for attribution in account.attribution]
    if "sponsor" in wanted and not set(wanted["sponsor"]) & set(actors):
        return False
    return "contested" not in wanted or any(a.contested for a in account.attribution) == wanted["contested"]


def say(account: Account) -> str:
    people = [(p.role.value, p.name or p.description) for p in account.participants]
    actors = [(a.actor, a.contested) for a in account.attribution]
    return f"{account.type} {account.stage} {people} {[p.name for p in account.places]} {actors}"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_reads(case: dict[str, Any]) -> None:
    accounts = read(case["text"], is_told=bool(case["tells"]))
    told = [say(account) for account in accounts]
    for wanted in case["tells"]:
        assert any(fits(account, wanted) for account in accounts), f"{wanted} not in {told}"
    if not case.get("more"):
        assert len(accounts) == len(case["tells"]), f"tells more: {told}"


def test_every_claim_quotes_its_report() -> None:
    for case in CASES:
        for account in read(case["text"]):
            assert all(claim.quote == case["text"][claim.span.start : claim.span.end] for claim in account.claims)


def test_a_day_is_never_invented() -> None:
    (account,) = read("The exiled poet Oren Halk was abducted in Tirana.")
    assert account.times == ()  # the day of publication is no day of an event
