"""The house keeps its shape: sizes, one entry per step, and the places where certain things may be made."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "overt"
MODULES = sorted(ROOT.rglob("*.py"))
STEPS = ("collect", "divide", "extract", "link", "reconcile", "record", "share")


def test_modules_are_small() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [str(path) for path, lines in sizes.items() if lines > 400] == []
    assert sum(lines <= 300 for lines in sizes.values()) >= 0.9 * len(sizes)


def test_functions_are_short() -> None:
    lengths = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{path.name}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert {name: length for name, length in lengths.items() if length > 60} == {}
    assert sum(length <= 30 for length in lengths.values()) >= 0.9 * len(lengths)


def test_every_module_says_what_it_is() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    assert [str(path) for path, text in texts.items() if text and not ast.get_docstring(ast.parse(text))] == []


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_one_entry(step: str) -> None:
    tree = ast.parse((ROOT / step / "__init__.py").read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != "typing"]
    names = {alias.name for node in found for alias in node.names}
    assert len(names) == 1, f"{step}/__init__.py re-exports {names}"


def test_claims_are_built_in_one_place() -> None:
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if re.search(r"\bClaim\(", path.read_text(encoding="utf-8"))
    }
    assert makers == {"extract/ground.py"} | {maker for maker in makers if maker.startswith(("record/", "types/claim"))}


def test_no_drawer_folders() -> None:
    names = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    assert names & {"utils", "helpers", "common", "core", "misc", "manager"} == set()
