"""Every command that overt tells somebody to type (in an error, a conflict, a next step, a help text) can be typed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from overt.base.knowledge import read_knowledge
from overt.cli.main import app

ROOT = Path(__file__).parent.parent.parent / "src" / "overt"
# What may follow where overt itself is spoken of.
PROSE = {"as", "has", "is", "knows", "ledger", "or", "that", "was", "with", "wrote"}
COMMAND = typer.main.get_command(app)


def told_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each string of a module that is no docstring, with a capital X for whatever is put in at run time."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(p.value) if isinstance(p, ast.Constant) else " X " for p in node.values)


def wrong_commands(text: str) -> list[str]:
    """Return what a text tells to type and nobody can: commands, commands of a group, and options."""
    wrong = []
    for found in re.finditer(r"\bovert ([a-z]+\b.*?)(?=[,.;:()`\]]|\bovert\b|$)", text, re.DOTALL):
        words = found[1].split()
        if words[0] in PROSE:
            continue
        command, rest = COMMAND, words
        while rest and (within := getattr(command, "commands", None)) is not None:
            if rest[0] == "--help" or (command is not COMMAND and not re.fullmatch("[a-z]+", rest[0])):
                break
            if rest[0] not in within:
                wrong.append(found[1])
                break
            command, rest = within[rest[0]], rest[1:]
        known = {name for one in command.params for name in one.opts} | {"--help"}
        wrong += [found[1] for word in rest if word.startswith("-") and word not in known]
    return wrong


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_told_to_be_typed_can_be_typed(path: Path) -> None:
    assert [(line, wrong) for line, text in told_strings(path) for wrong in wrong_commands(text)] == []


def test_commands_are_found_at_all() -> None:
    told = [text for path in ROOT.rglob("*.py") for _, text in told_strings(path) if re.search(r"\bovert [a-z]", text)]
    assert len(told) > 40


@pytest.mark.parametrize(
    "text",
    [
        "Undo the one that is wrong: overt undo X",
        "See them: overt show ID --id",
        "overt decide strikes CLAIM",
        "Take it out: overt strike CLAIM, then overt list",
    ],
)
def test_a_wrong_command_is_seen(text: str) -> None:
    assert len(wrong_commands(text)) == 1


@pytest.mark.parametrize("name", ["names.yaml", "numbers.yaml", "origins.yaml", "places.yaml", "sources.yaml"])
def test_no_knowledge_lies_unused(name: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    keys = [
        key for key in read_knowledge(name) if not re.fullmatch("[a-z]{2}", key)
    ]  # languages are read by their code
    asked = [key.removesuffix("_cues") for key in keys]
    assert [key for key in asked if not re.search(rf"[\"']{key}[\"']", code)] == []
