"""How fillers find their templates in MUC-4, and what else is read of an incident, on invented documents."""

import pytest
from bench.muc4.circumstances import Circumstances
from bench.muc4.documents import Document
from bench.muc4.features import Scene, template_features
from bench.muc4.linear import LinearModel
from bench.muc4.propose import keep_incidents, propose, propose_all
from bench.muc4.read import place_fillers, read_document
from bench.muc4.templates import Filler, Mention, MucRole, Template
from bench.muc4.train import fit


def filler(role: MucRole, text: str, start: int) -> Filler:
    return Filler(role=role, mentions=(Mention(start=start, end=start + len(text), text=text),))


ATTACK = Template(incident_type="attack", triggers=((10, 16),))
BOMBING = Template(incident_type="bombing", triggers=((200, 206),))


def test_an_organisation_stands_behind_all_and_others_go_to_what_is_near() -> None:
    fillers = [filler(MucRole.PERP_ORG, "red lantern", 300), filler(MucRole.VICTIM, "anselmo quiroga", 30)]
    attack, bombing = place_fillers(fillers, [ATTACK, BOMBING])
    assert [one.role for one in attack.fillers] == [MucRole.PERP_ORG, MucRole.VICTIM]
    assert [one.role for one in bombing.fillers] == [MucRole.PERP_ORG]


@pytest.mark.parametrize(("weapon", "home"), [("two bombs", 1), ("rifles", 0)])
def test_explosives_go_to_bombings_wherever_they_are_told(weapon: str, home: int) -> None:
    for start in (0, 400):
        placed = place_fillers([filler(MucRole.WEAPON, weapon, start)], [ATTACK, BOMBING])
        assert [number for number, one in enumerate(placed) if one.fillers] == [home]


def test_what_the_rules_gave_to_one_template_stays_there() -> None:
    own = filler(MucRole.TARGET, "tax office", 210)
    attack = Template(incident_type="attack", triggers=((10, 16),), fillers=(own,))
    placed = place_fillers([filler(MucRole.TARGET, "office", 214)], [attack, BOMBING])
    assert [len(one.fillers) for one in placed] == [1, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the eln attacked a farm in san pedro.", "REPORTED AS FACT"),
        ("the eln attacked a farm. in a leaflet the eln claimed responsibility for it.", "CLAIMED OR ADMITTED"),
        ("police blamed the eln for the attack on a farm.", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        ("presumed members of the eln attacked a farm.", "SUSPECTED OR ACCUSED"),
        ("the eln may have attacked the farm.", "POSSIBLE"),
    ],
)
def test_confidence_by_the_words_beside_a_body(text: str, expected: str) -> None:
    document = Document(key="made/1", text=text)
    start = text.index("eln")
    around = Circumstances(document, propose_all(document).parsed)
    assert around.confidence(Mention(start=start, end=start + 3, text="eln")) == expected


def test_stage_day_and_place_as_the_keys_spell_them() -> None:
    text = "three men murdered lawyer anselmo quiroga in medellin, colombia, on 3 august."
    (template,) = read_document(Document(key="made/2", text=text))
    assert template.slots == {"stage": "ACCOMPLISHED", "date": "03 AUG 89", "location": "COLOMBIA: MEDELLIN"}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("police defused a bomb that terrorists had placed at the tax office in bogota.", "ATTEMPTED"),
        ("three men tried to kidnap lawyer anselmo quiroga in bogota yesterday.", "ATTEMPTED"),
        ("three men tried to leave. they murdered lawyer anselmo quiroga in bogota yesterday.", "ACCOMPLISHED"),
    ],
)
def test_an_act_is_tried_where_all_that_tells_of_it_says_so(text: str, stage: str) -> None:
    assert [one.slots["stage"] for one in propose_all(Document(key="made/8", text=text)).templates] == [stage]


def test_an_attack_with_a_bomb_is_a_bombing() -> None:
    text = "terrorists attacked the tax office in bogota yesterday with a powerful bomb."
    (template,) = read_document(Document(key="made/3", text=text))
    assert template.incident_type == "bombing"


def test_who_stands_for_the_name_before_it() -> None:
    text = "the mayor of tarija, anselmo quiroga, who was kidnapped yesterday by guerrillas, was found dead today."
    templates = propose_all(Document(key="made/4", text=text)).templates
    names = {f.mentions[0].text for one in templates for f in one.fillers if f.role is MucRole.VICTIM}
    assert names == {"anselmo quiroga"}


def test_only_what_is_weighed_as_an_incident_is_kept() -> None:
    told = Document(key="made/5", text="a bomb exploded in a bank in bogota last night, police reported today.")
    general = Document(
        key="made/6", text="we will win the war, and the murder of our people in 1932 must end in peace talks."
    )
    assert len(propose(told).templates) == 1
    whole = propose_all(general)
    assert whole.templates
    assert keep_incidents(whole).templates == ()


def test_features_name_the_type_the_words_and_the_fillers() -> None:
    proposal = propose_all(Document(key="made/7", text="a bomb destroyed a bank in bogota on 3 august 1989."))
    scene = Scene(proposal.document, proposal.parsed)
    features = set(template_features(scene, proposal.accounts[0], proposal.templates[0], 1))
    assert {"type=bombing", "near=bomb", "doc=bank", "year=new", "filler=Weapon=bomb"} <= features


def test_a_model_learns_what_parts_two_labels() -> None:
    rows = [(frozenset({"bomb", "today"}), "keep"), (frozenset({"peace", "today"}), "drop")] * 5
    content = fit(rows, penalty=0.1)
    weights = {name: tuple(row) for name, row in content["weights"].items()}
    model = LinearModel(labels=tuple(content["labels"]), bias=tuple(content["bias"]), weights=weights)
    assert model.probabilities({"bomb"})["keep"] > 0.8
    assert model.probabilities({"peace", "unseen"})["drop"] > 0.8
    assert sum(model.probabilities({"unseen"}).values()) == pytest.approx(1.0)
