import copy
import runpy
from pathlib import Path
from typing import Any

import pytest

from overt.base.errors import KnowledgeError
from overt.base.knowledge import read_knowledge
from overt.extract.codebook.types import (
    WHOLE,
    ArgumentKind,
    Codebook,
    Means,
    Phrase,
    Slot,
    Trigger,
    TriggerPos,
    has_any,
    load_codebook,
    read_codebook,
    read_phrase,
)
from overt.types.account import Role, Stage

ROOT = Path(__file__).parent.parent.parent
GRAVER = ("violence.killing", "violence.poisoning", "violence.abduction", "violence.assault", "coercion.threat")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture
def files() -> dict[str, Any]:
    return {
        name: copy.deepcopy(read_knowledge(f"codebook/{name}.yaml")) for name in (WHOLE, *load_codebook().ties.families)
    }


def triggers_of(entries: tuple[tuple[Phrase, Trigger], ...], text: str) -> list[Trigger]:
    return [trigger for phrase, trigger in entries if phrase.text == text]


def test_there_are_45_types_numbered_in_order(codebook: Codebook) -> None:
    assert [event_type.number for event_type in codebook.types.values()] == list(range(1, 46))


def test_every_type_has_words_a_definition_and_a_full_crosswalk(codebook: Codebook) -> None:
    for event_type in codebook.types.values():
        assert event_type.triggers, event_type.code
        assert event_type.definition.endswith("."), event_type.code
        assert all(event_type.crosswalk.values()), event_type.code
        assert event_type.roles, event_type.code


def test_every_type_can_be_told_by_verbs_or_nouns_that_are_not_weak_or_need_company(codebook: Codebook) -> None:
    for event_type in codebook.types.values():
        strong = [trigger for trigger in event_type.triggers if not trigger.weak]
        if event_type.code in {"espionage.support", "movement.finance", "response.attribution"}:
            continue  # told by words that mean it only beside others
        assert strong, event_type.code


def test_the_graver_act_against_persons_ranks_higher(codebook: Codebook) -> None:
    ranks = [codebook.types[code].graver for code in GRAVER]
    assert ranks == sorted(ranks, reverse=True)


def test_no_two_types_have_the_same_rank(codebook: Codebook) -> None:
    assert len({event_type.graver for event_type in codebook.types.values()}) == 45


def test_types_come_with_roles_of_their_family(codebook: Codebook) -> None:
    assert codebook.types["violence.killing"].roles == (Role.PERPETRATOR, Role.DIRECTOR, Role.VICTIM)
    assert Role.COURT in codebook.types["response.verdict"].roles


def test_a_verb_is_found_by_its_head_and_the_longer_phrase_first(codebook: Codebook) -> None:
    texts = [phrase.text for phrase, _ in codebook.verbs["shoot"]]
    assert texts.index("shoot dead") < texts.index("shoot")


@pytest.mark.parametrize(
    ("text", "pos", "head", "others"),
    [
        ("gun down", TriggerPos.VERB, "gun", ("down",)),
        ("stab to death", TriggerPos.VERB, "stab", ("to", "death")),
        ("car-bombing", TriggerPos.NOUN, "bombing", ("car",)),
        ("arson attack", TriggerPos.NOUN, "attack", ("arson",)),
        ("attempt on life", TriggerPos.NOUN, "attempt", ("on", "life")),
        ("in absentia conviction", TriggerPos.NOUN, "conviction", ("in", "absentia")),
    ],
)
def test_a_phrase_knows_its_head(text: str, pos: TriggerPos, head: str, others: tuple[str, ...]) -> None:
    phrase = read_phrase(text, pos)
    assert (phrase.head, phrase.others) == (head, others)


def test_the_agent_of_a_passive_takes_the_role_of_the_subject(codebook: Codebook) -> None:
    (trigger,) = triggers_of(codebook.verbs["kill"], "kill")
    assert trigger.preps["by"] is Role.PERPETRATOR
    assert trigger.obj is Role.VICTIM


def test_what_a_charge_is_about_is_no_participant(codebook: Codebook) -> None:
    trigger = triggers_of(codebook.verbs["charge"], "charge")[0]
    assert trigger.preps["with"] is Slot.OBJECTMATTER


@pytest.mark.parametrize(
    ("verb", "other_sense"),
    [
        ("charge", "battery"),
        ("execute", "plan"),
        ("kill", "bill"),
        ("arrest", "decline"),
        ("expel", "student"),
        ("shoot", "film"),
        ("sabotage", "career"),
    ],
)
def test_other_senses_of_a_verb_are_shut_out(codebook: Codebook, verb: str, other_sense: str) -> None:
    entries = [trigger for phrase, trigger in codebook.verbs[verb] if phrase.text == verb]
    assert entries
    assert all(other_sense in trigger.forbids for trigger in entries if not trigger.obj_is - {ArgumentKind.UNKNOWN})
    assert any(other_sense in trigger.forbids for trigger in entries)


@pytest.mark.parametrize("noun", ["attack", "fire", "explosion", "death", "case", "trial", "raid", "threat"])
def test_nouns_that_say_little_alone_are_weak(codebook: Codebook, noun: str) -> None:
    entries = [trigger for phrase, trigger in codebook.nouns[noun] if phrase.text == noun]
    assert entries
    assert all(trigger.weak for trigger in entries)


@pytest.mark.parametrize("word", ["nab", "jail", "torch", "snatch", "quiz", "probe", "expel", "foil", "bust"])
def test_words_of_headlines_are_known(codebook: Codebook, word: str) -> None:
    assert word in codebook.verbs


def test_a_forced_landing_is_an_abduction_by_deception(codebook: Codebook) -> None:
    (trigger,) = triggers_of(codebook.nouns["landing"], "forced landing")
    assert trigger.type == "violence.abduction"
    assert Means.DECEPTION in trigger.means
    assert trigger.needs


def test_a_plot_forces_its_stage(codebook: Codebook) -> None:
    triggers = triggers_of(codebook.nouns["plot"], "assassination plot")
    assert Stage.PLANNED in {trigger.stage for trigger in triggers}


@pytest.mark.parametrize(
    ("words", "lemmas", "found"),
    [
        (("nerve agent",), "a trace of nerve agent", True),
        (("nerve agent",), "a nervous agent", False),
        (("agent",), "two agents", False),
        (("cyber-attack",), "a cyber - attack on", True),
        ((), "anything", False),
    ],
)
def test_needs_are_met_by_whole_lemmas(words: tuple[str, ...], lemmas: str, found: bool) -> None:
    assert has_any(words, lemmas) is found


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("sbuj", "PER", "Did you mean 'subj'"),
        ("subj", "PRE", "unknown role 'PRE'"),
        ("obj_is", ["persn"], "Did you mean 'person'"),
        ("alternatives", ["violence.kiling"], "Did you mean 'violence.killing'"),
        ("means", ["knife"], "unknown means 'knife'"),
        ("stage", "tried", "unknown stage 'tried'"),
        ("weak", "maybe", "true or false"),
        ("needs", "gun", "has to be a list"),
        ("not", ["x", "x"], "names 'x' twice"),
        ("any", [], "without words"),
        ("preps", {True: "PER"}, 'write "on"'),
    ],
)
def test_a_wrong_entry_is_refused_with_what_to_do(files: dict[str, Any], key: str, value: object, message: str) -> None:
    files["violence"]["types"]["violence.assault"]["verbs"][0][key] = value
    with pytest.raises(KnowledgeError, match=message) as refused:
        read_codebook(files)
    assert "violence.assault" in str(refused.value)


def test_a_type_in_the_wrong_file_is_refused(files: dict[str, Any]) -> None:
    files["violence"]["types"]["sabotage.arson"] = files["sabotage"]["types"].pop("sabotage.arson")
    with pytest.raises(KnowledgeError, match="not of the family"):
        read_codebook(files)


def test_two_types_of_one_rank_are_refused(files: dict[str, Any]) -> None:
    files["violence"]["types"]["violence.assault"]["graver"] = 90
    with pytest.raises(KnowledgeError, match=r"share graver 90"):
        read_codebook(files)


def test_the_reference_page_is_made_from_the_codebook(codebook: Codebook) -> None:
    make_page = runpy.run_path(str(ROOT / "scripts" / "make_codebook_page.py"))["make_page"]
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert page == make_page(page, codebook), "run: python scripts/make_codebook_page.py"
    for event_type in codebook.types.values():
        assert f"`{event_type.code}`" in page
