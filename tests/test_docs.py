"""The documentation says what is there: commands, formats, problems, errors, rules, and links that lead somewhere."""

import ast
import re
import shlex
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import typer
from babel import Locale
from scripts.make_picture import draw_most_reported

from overt.assemble import RunSettings, run_reports
from overt.base.errors import OvertError
from overt.base.knowledge import list_knowledge
from overt.base.settings import CollectSettings
from overt.cli.main import app
from overt.collect import read_reports
from overt.collect.problems import TODO
from overt.collect.readers import READERS
from overt.record import open_ledger
from overt.share.formats import FORMATS
from overt.types.account import EntityKind, Granularity, Role, Stage
from overt.types.claim import Certainty, Commitment, Polarity
from overt.types.report import BoilerplateKind, PublishedBasis, Report

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")])
SOURCES = sorted((ROOT / "src" / "overt").rglob("*.py"))
COMMAND = typer.main.get_command(app)
NAMES = sorted(COMMAND.commands)  # type: ignore[attr-defined]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def headings(path: Path) -> list[str]:
    return [line.lstrip("#").strip() for line in read(path).splitlines() if line.startswith("#")]


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def command_lines() -> Iterator[tuple[str, str]]:
    """Yield each command that a page shows, in a block of code or between backticks, without what follows a #."""
    for page in PAGES:
        text = read(page)
        shown = [line.strip() for line in text.splitlines() if line.startswith("    ")] + re.findall(
            r"`([^`\n]+)`", text
        )
        for line in shown:
            bare = re.sub(r"^([A-Z_]+=\S+ )+", "", line.partition("  #")[0].strip()).removeprefix(".venv/bin/")
            if re.match(r"(overt|make) [a-z]", bare):
                yield page.relative_to(ROOT).as_posix(), bare


LINES = sorted(set(command_lines()))


def test_pages_show_commands() -> None:
    assert len(LINES) > 20


@pytest.mark.parametrize(("page", "line"), LINES)
def test_a_shown_command_is_valid(page: str, line: str) -> None:
    program, name, *rest = shlex.split(line)
    if program == "make":
        assert re.search(rf"^{name}:.*## ", read(ROOT / "Makefile"), re.MULTILINE), f"{page}: make has no {name}"
        return
    assert name in NAMES, f"{page}: overt has no {name}"
    command = COMMAND.commands[name]  # type: ignore[attr-defined]
    while rest and rest[0] in (within := getattr(command, "commands", {})):
        command, rest = within[rest[0]], rest[1:]
    # one spoken of in a sentence goes without its argument
    if rest or name not in {"run", "show", "report", "decide", "backup", "restore"}:
        command.make_context(name, rest).close()


def test_a_wrong_option_would_be_seen() -> None:
    with pytest.raises(Exception, match="--no-such"):
        COMMAND.commands["list"].make_context("list", ["--no-such"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_shown(name: str) -> None:
    assert any(line.split()[:2] == ["overt", name] for _, line in LINES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in map(slug, headings(linked)), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_are_not_too_long(page: Path) -> None:
    assert len(read(page).splitlines()) <= (60 if page == ROOT / "README.md" else 500)


def problem_names() -> set[str]:
    """Return the names of all problems that any module builds."""
    names = set(TODO)
    for path in SOURCES:
        for call in (node for node in ast.walk(ast.parse(read(path))) if isinstance(node, ast.Call)):
            named = [key.value for key in call.keywords if key.arg == "name"]
            first = {"make_problem": call.args[:1], "Problem": named}.get(getattr(call.func, "id", ""), [])
            names |= {str(value.value) for value in first if isinstance(value, ast.Constant)}
    return names


def test_every_problem_and_error_has_a_heading() -> None:
    errors = {OvertError.name} | {kind.name for kind in OvertError.__subclasses__()}
    names = problem_names()
    assert "report-engine-failed" in names
    told = headings(DOCS / "problems.md")
    assert names | errors <= set(told)
    assert set(told) - names - errors == {"Problems", "Errors"}, "a problem that nothing raises any more"


def test_every_format_with_its_files_is_described(tmp_path: Path) -> None:
    page = read(DOCS / "export.md")
    with open_ledger(tmp_path / "empty.ledger", create=True) as ledger:
        for name, make_files in FORMATS.items():
            assert name in headings(DOCS / "export.md")
            assert [file for file in make_files(ledger) if file not in page] == []


def test_every_key_of_the_native_export_is_described() -> None:
    tree = ast.parse(read(ROOT / "src" / "overt" / "share" / "formats" / "jsonl.py"))
    keys = {
        key.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }
    lists = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "keys"
    ]
    keys |= {
        item.value
        for node in lists
        if isinstance(node, ast.Tuple)
        for item in node.elts
        if isinstance(item, ast.Constant)
    }
    words = set(re.findall(r"[a-z_0-9]+", read(DOCS / "export.md")))
    assert len(keys) > 60
    assert {str(key).removesuffix(".jsonl") for key in keys} - words == set()


def test_what_can_be_read_is_said() -> None:
    for page in (DOCS / "how-to.md", DOCS / "problems.md"):
        assert [suffix for suffix in READERS if f"`{suffix}`" not in read(page)] == []


@pytest.mark.parametrize("kind", [Stage, Granularity, Certainty, Commitment, Polarity, Role])
def test_the_glossary_has_every_code(kind: type[StrEnum]) -> None:
    words = set(re.findall(r"\w+", read(DOCS / "glossary.md")))
    assert {code.value for code in kind} - words == set()


@pytest.mark.parametrize("kind", [EntityKind, BoilerplateKind, PublishedBasis, Stage, Granularity])
def test_the_export_page_has_every_code(kind: type[StrEnum]) -> None:
    page = read(DOCS / "export.md")
    assert [code.value for code in kind if f"`{code.value}`" not in page] == []


def test_every_rule_of_grading_and_independence_is_explained() -> None:
    page = read(DOCS / "explanation.md")
    reconcile = ROOT / "src" / "overt" / "reconcile"
    code = read(reconcile / "grades.py") + read(reconcile / "sources" / "independence.py")
    rules = set(re.findall(r'"\+?([NAI]\d+)"', code))
    assert {"N13", "A1", "I9"} <= rules
    assert [rule for rule in sorted(rules) if not re.search(rf"\| {rule} \|", page)] == []


def test_every_language_with_words_is_named() -> None:
    codes = [Path(name).stem for name in list_knowledge("languages")]
    names = {str(Locale.parse(code).get_language_name("en")).removesuffix(" Bokmål") for code in codes}
    (told,) = re.findall(r"English is parsed. For ([^.]+) there are only word lists", read(DOCS / "explanation.md"))
    assert set(re.split(r",\s+|\s+and\s+", told)) == names


def test_the_picture_quotes_the_samples() -> None:
    texts = [
        item.text
        for item in read_reports([ROOT / "samples" / "reports"], CollectSettings())
        if isinstance(item, Report)
    ]
    whole = "\n".join(" ".join(text.split()) for text in texts)
    picture = ET.parse(DOCS / "incident.svg")
    shown = " ".join(" ".join(node.itertext()) for node in picture.iter("{http://www.w3.org/2000/svg}text"))
    quotes = re.findall(r"«([^»]+)»", re.sub(r" \d ", " ", shown))
    assert len(quotes) >= 4
    assert [quote for quote in quotes if quote not in whole] == []


def test_the_picture_can_be_drawn_anew(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "some.ledger", create=True) as ledger:
        run_reports(ledger, [ROOT / "samples" / "reports" / "danubia-weekly"], RunSettings())
        picture = ET.fromstring(draw_most_reported(ledger))
    words = " ".join("".join(node.itertext()) for node in picture.iter())
    assert "Who reports it" in words
    assert "Danubia Weekly" in words
    assert "«" in words
