"""Writes the types of the codebook into docs/codebook.md; a test fails while they differ."""  # noqa: INP001 - a script, no package

from collections.abc import Iterator
from pathlib import Path

from overt.extract.codebook.types import Codebook, EventType, TriggerPos, load_codebook

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"
TITLES = {
    "violence": "harm to chosen persons",
    "sabotage": "harm to things, systems and borders",
    "espionage": "clandestine work",
    "coercion": "intimidation and control, the core of transnational repression",
    "influence": "covert action on minds and politics",
    "movement": "contested movement of goods, money and people",
    "response": "what states and courts do about it",
}
MARK = "<!-- From here on made by scripts/make_codebook_page.py; what stands above is kept by hand. -->"


def make_page(page: str, codebook: Codebook) -> str:
    """Return the page with its made part, what follows the mark, made anew."""
    head, mark, _ = page.partition(MARK)
    return "\n".join(
        [head + mark, "", *(line for family in codebook.ties.families for line in _family_lines(family, codebook))]
    )


def _family_lines(family: str, codebook: Codebook) -> Iterator[str]:
    yield f"## {family}: {TITLES[family]}\n"
    for event_type in codebook.types.values():
        if event_type.family == family:
            yield from _type_lines(event_type)


def _type_lines(event_type: EventType) -> Iterator[str]:
    yield f"### {event_type.number}. `{event_type.code}`\n"
    yield f"{event_type.definition}\n"
    yield f"Roles {', '.join(event_type.roles)}. Rank {event_type.graver}. {_words(event_type)}\n"
    yield "Crosswalk: " + "; ".join(f"{scheme} {code}" for scheme, code in event_type.crosswalk.items()) + ".\n"


def _words(event_type: EventType) -> str:
    strong = [trigger for trigger in event_type.triggers if not trigger.weak] or list(event_type.triggers)
    shown: list[str] = []
    for pos in TriggerPos:
        texts = [phrase.text for trigger in strong if trigger.pos is pos for phrase in trigger.phrases]
        shown += list(dict.fromkeys(texts))[:6]
    return f"For instance: {', '.join(shown)}."


if __name__ == "__main__":
    PAGE.write_text(make_page(PAGE.read_text(encoding="utf-8"), load_codebook()), encoding="utf-8")
