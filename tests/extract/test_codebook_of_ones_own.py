"""A codebook of one's own: a folder of YAML instead of the one that ships with overt."""

from pathlib import Path

import pytest

from overt.assemble import read_report
from overt.base.errors import KnowledgeError
from overt.extract.codebook.types import load_codebook
from overt.types.report import Report

WHOLE = """
families: [sea]
crosswalks: [ours]
subject: any
kin: [[sea.piracy, sea.collision]]
people: [buccaneer]
things: [barge]
"""
SEA = """
family: sea
types:
  sea.piracy:
    number: 1
    definition: "A ship taken by force."
    roles: [PER, OBJ]
    crosswalk: {ours: P}
    graver: 2
    verbs:
      - {any: [board, hijack], subj: PER, obj: OBJ}
  sea.collision:
    number: 2
    definition: "Two ships meet."
    roles: [OBJ]
    crosswalk: {ours: C}
    graver: 1
    verbs:
      - {any: [ram], subj: null, obj: OBJ}
"""
TEXT = "Two buccaneers hijacked the barge off Lagos on 3 May 2024. Police arrested a man for arson in Accra."


def make_report(text: str, language: str = "en") -> Report:
    return Report(
        id="rep_0000000000000001",
        input="made.txt",
        url=None,
        outlet=None,
        title=None,
        published=None,
        language=language,
        text=text,
        sha256_raw="0" * 64,
        sha256_text="0" * 64,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(WHOLE)
    (tmp_path / "sea.yaml").write_text(SEA)
    return tmp_path


def test_only_its_types_are_found_and_its_nouns_are_known(folder: Path) -> None:
    accounts = [linked.account for linked in read_report(make_report(TEXT), load_codebook(folder)).accounts]
    assert [account.type for account in accounts] == ["sea.piracy"]
    assert accounts[0].target_object == "barge"
    assert [participant.description for participant in accounts[0].participants] == ["Two buccaneers"]
    assert accounts[0].flags == ()


def test_overts_own_stays_the_default(folder: Path) -> None:
    load_codebook(folder)
    types = {linked.account.type for linked in read_report(make_report(TEXT)).accounts}
    assert "response.arrest" in types
    assert not any(code.startswith("sea.") for code in types)


def test_words_of_other_languages_belong_to_overts_own_codebook(folder: Path) -> None:
    report = make_report("Die Polizei nahm am Montag in Berlin zwei Männer wegen Brandstiftung fest.", language="de")
    assert read_report(report).accounts
    assert not read_report(report, load_codebook(folder)).accounts


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("sea.collision]]", "sea.colision]]", "unknown type"),
        ("subject: any", "subject: some", "unknown subject"),
        ("people:", "peoples:", "unknown key"),
        ("[sea]", "[lake]", "cannot read"),
    ],
)
def test_a_wrong_whole_is_refused(folder: Path, old: str, new: str, error: str) -> None:
    (folder / "codebook.yaml").write_text(WHOLE.replace(old, new))
    with pytest.raises(KnowledgeError, match=error):
        load_codebook(folder)
