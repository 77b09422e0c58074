import pytest

from overt.collect.outlets import find_outlet


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Support The Nordholm Echo!", "The Nordholm Echo"),
        ("© 2024 Nordholm Echo", "Nordholm Echo"),
        ("Copyright 2019-2024 Nordholm Echo. All rights reserved.", "Nordholm Echo"),
        ("We, the journalists of The Nordholm Echo, refuse to be silenced.", "The Nordholm Echo"),
        ("Follow Nordholm News on Telegram", "Nordholm News"),
        ("Поддержите «Вечерний Северск»", "Вечерний Северск"),
    ],
)
def test_an_outlet_that_names_itself(line: str, name: str) -> None:
    assert find_outlet(f"A warehouse burned down.\n\n{line}\n") == name


@pytest.mark.parametrize(
    "text",
    [
        "The prosecutor told The Nordholm Echo that two men were arrested.",
        "The Nordholm Echo reported the fire first.",
        "Support us!",
        "Follow Ada Lind on Twitter",
        "Support Ukraine!",
        "Copyright 2024 The Associated Press. All rights reserved.",
        "© 2024 Nordholm Echo\n© 2024 Veldran Courier",
    ],
)
def test_naming_another_or_nobody_is_no_outlet(text: str) -> None:
    assert find_outlet(text) is None
