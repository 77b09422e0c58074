"""Denials of what was told before: tests/cases/denials.yaml."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.types.account import Account
from overt.types.claim import Claim, SpeechAct
from tests.extract.case_rows import read

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "denials.yaml").read_text(encoding="utf-8")
)


def said_by(claim: Claim) -> str:
    origin = claim.voice.chain[-1]
    return f"{origin.name or ''} {origin.description or ''}"


def denials(account: Account) -> list[Claim]:
    acts = {SpeechAct.DENY, SpeechAct.NO_COMMENT}
    return [claim for claim in account.claims if claim.voice.speech_act in acts]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_denied(case: dict[str, Any]) -> None:
    accounts = [item.account for item in read(case["text"]).accounts]
    assert len(accounts) == case.get("accounts", 1), [account.type for account in accounts]
    found = [(account.type, claim) for account in accounts for claim in denials(account)]
    assert len(found) == len(case["denied"]), [(claim.field, claim.quote, said_by(claim)) for _, claim in found]
    for (code, claim), wanted in zip(found, case["denied"], strict=True):
        assert code == wanted.get("act", code)
        assert (claim.field, claim.voice.polarity) == (wanted["against"], wanted["polarity"])
        assert wanted["by"] in said_by(claim)
        assert claim.value == wanted.get("value", claim.value)


def test_a_denied_attribution_is_contested_and_stays() -> None:
    (item,) = read(
        "Prosecutors in Poland accuse Russia of setting fire to a depot in Warsaw. Moscow rejected the accusations."
    ).accounts
    assert [(one.actor, one.contested) for one in item.account.attribution] == [("Russia", True)]


def test_silence_contests_nothing() -> None:
    (item,) = read(
        "Prosecutors in Poland accuse Russia of setting fire to a depot in Warsaw. The Kremlin declined to comment."
    ).accounts
    assert [(one.actor, one.contested) for one in item.account.attribution] == [("Russia", False)]
