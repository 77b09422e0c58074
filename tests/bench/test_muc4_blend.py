"""How the rules bear on what the learned layer says, on invented phrases."""

import pytest
from bench.muc4.blend import blend, least_of, rule_keys
from bench.muc4.documents import Document
from bench.muc4.learned import load_scorer
from bench.muc4.read import read_document
from bench.muc4.templates import Filler, Mention, MucRole, Template


def template(role: MucRole, text: str) -> Template:
    mention = Mention(start=0, end=len(text), text=text)
    return Template(incident_type="attack", triggers=((0, 1),), fillers=(Filler(role=role, mentions=(mention,)),))


@pytest.mark.parametrize("role", list(MucRole))
def test_a_phrase_of_the_rules_becomes_likelier_than_others_in_every_role(role: MucRole) -> None:
    same, other = blend(role, ["old mill", "guards"], [0.3, 0.3], frozenset({"old mill"}))
    assert 0 < other < same < 1
    assert 0 < least_of(role) < 1


def test_what_the_layer_says_still_counts() -> None:
    sure, unsure = blend(MucRole.TARGET, ["old mill", "shed"], [0.95, 0.05], frozenset({"shed"}))
    assert sure > unsure
    assert blend(MucRole.TARGET, ["a", "b"], [0.0, 1.0], frozenset()) == sorted(
        blend(MucRole.TARGET, ["a", "b"], [0.0, 1.0], frozenset())
    )


def test_rules_are_asked_by_role_and_spelled_as_the_layer_spells() -> None:
    templates = [template(MucRole.TARGET, 'the "Old" mill'), template(MucRole.VICTIM, "anselmo quiroga")]
    assert rule_keys(templates, MucRole.TARGET) == {"old mill"}
    assert rule_keys(templates, MucRole.WEAPON) == frozenset()


def test_both_together_read_a_document() -> None:
    text = (
        "three hooded men murdered lawyer anselmo quiroga in tarija yesterday morning.    "
        "meanwhile, a dynamite charge exploded at the tax office in puerto limon last night."
    )
    templates = read_document(Document(key="made/1", text=text), load_scorer())
    found = {(t.incident_type, f.role, f.mentions[0].text) for t in templates for f in t.fillers}
    assert ("attack", MucRole.VICTIM, "anselmo quiroga") in found
    assert ("bombing", MucRole.WEAPON, "dynamite charge") in found
    assert all(text[m.start : m.end] == m.text for t in templates for f in t.fillers for m in f.mentions)
