"""Who is said to stand behind an act: the tables sponsors.yaml and sponsors_2.yaml, with floors."""

from functools import cache

import pytest
import yaml

from tests.extract.case_rows import FOLDER, read

# (found at least, falsely named at most): raised when more is read, never lowered without the reason in the commit.
FLOORS = {"sponsors.yaml": (26, 1), "sponsors_2.yaml": (9, 2)}


@cache
def rows(table: str) -> list[tuple[str, str]]:
    return [(text, actor) for text, actor in yaml.safe_load((FOLDER / table).read_text(encoding="utf-8"))]


def actors(text: str) -> list[str]:
    return [one.actor.lower() for item in read(text).accounts for one in item.account.attribution]


def is_named(actor: str, text: str) -> bool:
    return any(actor.lower() in one or one in actor.lower() for one in actors(text))


@pytest.mark.parametrize("table", FLOORS)
def test_as_many_are_found_as_before_and_no_more_are_falsely_named(table: str) -> None:
    found, false = FLOORS[table]
    missed = [text for text, actor in rows(table) if actor and not is_named(actor, text)]
    named = [text for text, actor in rows(table) if not actor and actors(text)]
    told = sum(bool(actor) for _, actor in rows(table))
    assert told - len(missed) >= found, missed
    assert len(named) <= false, named


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Peruvian agents abducted the editor in Quito.", "peru"),
        ("A crew of a ship of the Peruvian navy cut a data cable off Guayaquil.", "peru"),
        ("A former Peruvian agent abducted the editor in Quito.", None),
        ("Peruvian police officers beat the editor in Lima.", None),
        ("A Peruvian officer gathered secrets about tank plants in Quito.", None),
    ],
)
def test_who_acts_as_a_body_of_a_state_acts_for_it(text: str, actor: str | None) -> None:
    found = actors(text)
    assert any(actor in one for one in found) if actor else not found


def test_what_is_said_to_be_the_actors_is_the_subject_and_not_the_paying() -> None:
    (arson,) = [
        item.account
        for item in read("The arson in Varna was planned and paid for by Peru, she said.").accounts
        if item.account.type == "sabotage.arson"
    ]
    assert [one.actor for one in arson.attribution] == ["Peru"]
