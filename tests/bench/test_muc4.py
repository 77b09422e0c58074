"""MUC-4 with a codebook of its own, on invented documents."""

import pytest
from bench.muc4.casing import restore_case
from bench.muc4.documents import Document
from bench.muc4.phrases import trim_phrase
from bench.muc4.propose import load_muc_codebook, propose
from bench.muc4.read import read_document, settle
from bench.muc4.templates import Filler, Mention, MucRole, Proposal, Template

TEXT = (
    "police in tarija reported that three hooded men murdered lawyer anselmo quiroga yesterday morning.    "
    "meanwhile, a bomb exploded at the tax office in puerto limon. nobody was hurt."
)


def fillers_of(template: Template, role: MucRole) -> list[str]:
    return [filler.mentions[0].text for filler in template.fillers if filler.role is role]


def test_the_codebook_of_muc_knows_its_six_types_and_nothing_of_overts() -> None:
    assert {code.partition(".")[2] for code in load_muc_codebook().types} == {
        "attack",
        "bombing",
        "kidnapping",
        "arson",
        "robbery",
        "forced_work_stoppage",
    }


def test_a_document_becomes_templates_with_fillers_in_its_own_words() -> None:
    templates = read_document(Document(key="made/1", text=TEXT))
    kinds = {template.incident_type: template for template in templates}
    assert set(kinds) == {"attack", "bombing"}
    assert fillers_of(kinds["attack"], MucRole.PERP_IND) == ["three hooded men"]
    assert fillers_of(kinds["attack"], MucRole.VICTIM) == ["anselmo quiroga"]
    for template in templates:
        for filler in template.fillers:
            assert all(TEXT[mention.start : mention.end] == mention.text for mention in filler.mentions)


def test_what_is_no_incident_of_muc_gives_no_template() -> None:
    text = "the court in la paz sentenced two men for espionage. the minister signed an agreement on coffee."
    assert read_document(Document(key="made/2", text=text)) == ()


class _Learned:
    def score(self, proposal: Proposal) -> tuple[Filler, ...]:
        start = proposal.document.text.index("tax office")
        mention = Mention(start=start, end=start + len("tax office"), text="tax office")
        return (Filler(role=MucRole.TARGET, mentions=(mention,), probability=0.9),)


def test_a_learned_layer_replaces_fillers_and_each_goes_to_the_nearest_template() -> None:
    templates = settle(propose(Document(key="made/3", text=TEXT)), _Learned())
    assert {t.incident_type: fillers_of(t, MucRole.TARGET) for t in templates} == {
        "attack": [],
        "bombing": ["tax office"],
    }
    assert not any(fillers_of(template, MucRole.VICTIM) for template in templates)


@pytest.mark.parametrize(
    ("small", "cased"),
    [
        ("the mayor, anselmo quiroga, left.", "The mayor, Anselmo Quiroga, left."),
        ('he said: "we burned it." then rumiantsev left', 'He said: "We burned it." Then Rumiantsev left'),
        ("the workers party (wpt) met in bolivia", "The workers party (WPT) met in Bolivia"),
        ("The Mayor left quito", "The Mayor left quito"),
    ],
)
def test_case_is_restored_and_no_letter_moves(small: str, cased: str) -> None:
    assert restore_case(small) == cased


@pytest.mark.parametrize(
    ("phrase", "expected"), [("the burned mill,", "burned mill"), ("a", "a"), ("his two guards", "two guards")]
)
def test_phrases_lose_articles_and_marks(phrase: str, expected: str) -> None:
    mention = trim_phrase(phrase, 0, len(phrase))
    assert mention is not None
    assert mention.text == expected
