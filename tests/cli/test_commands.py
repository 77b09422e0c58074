import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import overt
from overt.cli.main import app
from overt.record import open_ledger
from overt.record.rows import EngineMark
from overt.types.address import Address
from overt.types.problem import Problem
from tests.record.samples import (
    empty_reading,
    first_reading,
    first_report,
    make_findings,
    make_incident,
    put_findings,
    second_report,
)
from tests.stores import Stores

COMMANDS = (
    *("run", "list", "show", "reports", "report", "problems", "questions", "export", "chart"),
    *("history", "diff", "verify", "rerun"),
)


@pytest.fixture
def ledger(stores: Stores) -> Address:
    path = stores.address()
    engine = EngineMark(name="rules/1", knowledge="k1")
    with open_ledger(path, create=True) as opened:
        opened.add_reading(first_report(), first_reading(), engine)
        opened.add_reading(second_report(), empty_reading(second_report()), engine)
        put_findings(opened, make_findings())
        opened.add_problem(Problem(name="report-empty", input="x.txt", where="page 2", what="Empty.", todo="Fill it."))
    return path


def call(*args: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], env={"COLUMNS": "80", "NO_COLOR": "1"} | environment)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_screen(command: str) -> None:
    result = call(*command.split(), "--help")
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert len(lines) <= (24 if command else 40)  # the list of commands has a line for each
    assert max(map(len, lines)) <= 80
    assert "overt " in lines[-1]
    assert "..." not in result.output.replace("...]", "").split("Commands:")[-1] or command


@pytest.mark.parametrize("args", [("list",), ("show", "a1", "--all"), ("reports",), ("problems",), ("questions",)])
def test_output_fits_80_columns_without_colour(ledger: Address, args: tuple[str, ...]) -> None:
    result = call(*args, "--ledger", ledger)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if "--ledger" not in line]
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in result.output


def test_list_says_what_counts(ledger: Address) -> None:
    result = call("list", "--ledger", ledger)
    for part in ("3 Mar 2024", "Velmora, PL", "sabotage.arson", "2 N10", "1+1 (0)", "[disputed]", "undated"):
        assert part in result.output
    assert "2 incidents" in result.output
    narrow = call(
        "list", "--ledger", ledger, "--country", "PL", "--since", "2024", "--until", "2024-03", "--text", "velm"
    )
    assert "1 incident." in narrow.output
    assert "1 of 2 incidents" in call("list", "--ledger", ledger, "--limit", "1").output


def test_list_hides_the_rejected_and_says_so(ledger: Address) -> None:
    with open_ledger(ledger) as opened:
        findings = make_findings()
        rejected = make_incident(status="rejected")
        changed = type(findings)(
            reports=findings.reports, standings=(), incidents=(rejected,), entities=(), statistics=()
        )
        put_findings(opened, changed)
    assert "1 rejected is not listed" in call("list", "--ledger", ledger).output
    assert "Velmora" in call("list", "--ledger", ledger, "--status", "rejected").output


def test_show_says_everything(ledger: Address) -> None:
    result = call("show", "a1hz", "--ledger", ledger)
    assert result.exit_code == 0, result.output
    text = " ".join(result.output.split())
    for part in (
        "Arson at a depot in Velmora",
        "2 N10 probably true: several origins, not shown to be independent",
        "6 N13 single source: not yet comparable",
        "3 Mar 2024 (2024-03-03, stated)",
        "Velmora, Ostra, PL",
        "victim: Iva Tarn (a guard, aged 17, minor, from PL, suspected, at risk)",
        "Unit 9, ordered: suspected by officials (officials), contested",
        "«Unit 9, part of the Morvian Service, had ordered it»",
        'Example Times <- Radio Ostra <- officials; accused, hedged, "likely"',
        "b.txt <- an unnamed source; said, firm",
        "time: chosen by firm before hedged",
        "also 2024-03-04",
        "Origin 1: 1 report",
        "of 1 pair nothing shows whether they share an origin",
        "5 Mar 2024",
        "Next: overt",
    ):
        assert part in text, part


def test_questions_show_both_sides_with_their_words(ledger: Address) -> None:
    text = " ".join(call("questions", "--ledger", ledger).output.split())
    for part in (
        "One incident? (rank 50)",
        "Arson at a depot [a1hzz0]",
        "Fire at a depot [b2hzz0]",
        "that «Unit 9», part of the Morvian Service",
        "for: same town",
        "against: no day in common",
        "2 questions",
        "overt show a1hzz0",
    ):
        assert part in text, part
    some = call("questions", "--ledger", ledger, "--limit", 1).output
    assert "1 of 2 questions" in some
    assert "One person?" not in some
    assert "One person?" in call("questions", "--ledger", ledger, "--kind", "same_person").output


def test_no_questions_says_why(ledger: Address, tmp_path: Path) -> None:
    assert "there are others" in call("questions", "--ledger", ledger, "--kind", "same_body").output
    wrong = call("questions", "--ledger", ledger, "--kind", "person")
    assert (wrong.exit_code, "same_person, same_body, same_incident" in wrong.output) == (2, True)
    with open_ledger(ledger) as opened:
        put_findings(opened, replace(make_findings(), questions=()))
    none = call("questions", "--ledger", ledger).output
    assert "nothing is near enough to be the same" in none
    assert "overt list" in none
    with open_ledger(tmp_path / "new.ledger", create=True):
        pass
    assert "overt run FOLDER" in call("questions", "--ledger", tmp_path / "new.ledger").output


def test_show_names_linked_incidents(ledger: Address) -> None:
    text = call("show", "INC_B2HZZ0", "--ledger", ledger).output
    assert "legal stage of" in text
    assert "Arson at a depot in Velmora" in text


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("show", "nothing"), 1, "No incident begins with this"),
        (("show", "inc_"), 1, "2 incidents begin with this"),
        (("show", ""), 1, "No incident begins with this"),
        (("report", "rep_zz"), 1, "No report begins with this"),
        (("list", "--since", "yesterday"), 2, "--since wants a day"),
        (("list", "--grade", "9"), 2, "--grade"),
        (("export", "--format", "pdf"), 2, "csv, jsonl"),
        (("frobnicate",), 2, "No such command"),
        (("show",), 2, "INCIDENT"),
    ],
)
def test_errors_help(ledger: Address, args: tuple[str, ...], code: int, said: str) -> None:
    result = call(*args, OVERT_LEDGER=str(ledger))
    assert result.exit_code == code
    assert said in result.output
    assert "Traceback" not in result.output


def test_errors_of_run(tmp_path: Path, ledger: Address) -> None:
    missing = call("run", tmp_path / "none", "--ledger", ledger)
    assert (missing.exit_code, "no such file or folder" in missing.output) == (2, True)
    undated = call("run", tmp_path, "--published", "some day", "--ledger", ledger)
    assert (undated.exit_code, "--published wants" in undated.output) == (2, True)
    (tmp_path / "text").write_text("not a ledger at all, just text")
    other = call("run", tmp_path, "--ledger", tmp_path / "text")
    assert (other.exit_code, "not an overt ledger" in other.output) == (1, True)


def test_no_ledger_yet(tmp_path: Path) -> None:
    result = call("list", "--ledger", tmp_path / "none")
    assert result.exit_code == 1
    assert "Make one: overt run FOLDER" in result.output


def test_empty_states_teach(tmp_path: Path) -> None:
    path = tmp_path / "b.ledger"
    open_ledger(path, create=True).close()
    assert "No incidents yet" in call("list", "--ledger", path).output
    assert "overt run FOLDER" in call("list", "--ledger", path).output
    assert "overt run FOLDER" in call("reports", "--ledger", path).output
    assert "No open problems" in call("problems", "--ledger", path).output


def test_nothing_found_teaches(ledger: Address) -> None:
    assert "No incident passes this filter" in call("list", "--ledger", ledger, "--text", "zebra").output


def test_report_and_its_text(ledger: Address) -> None:
    report = first_report()
    shown = call("report", report.id[4:12], "--ledger", ledger).output
    assert "5 Mar 2024 (metadata: date line)" in " ".join(shown.split())
    assert "More than 40 - such fires" in shown
    assert call("report", report.id, "--text", "--ledger", ledger).output == report.text + "\n"


def test_problems_say_what_to_do(ledger: Address) -> None:
    text = call("problems", "--ledger", ledger).output
    assert "report-empty (1)" in text
    assert "x.txt, page 2" in text
    assert "To do: Fill it." in text


def test_export_takes_the_ledger_as_argument(ledger: Address, tmp_path: Path) -> None:
    result = call("export", ledger, "--format", "jsonl", "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "not redacted" in result.output
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_text_of_strangers_cannot_steer_the_terminal(ledger: Address) -> None:
    with open_ledger(ledger) as opened:
        findings = make_findings()
        evil = make_incident(title="Fire\x1b[2J\x07 in \u202eVelmora\n[bold]x[/bold]")
        changed = type(findings)(reports=(), standings=(), incidents=(evil,), entities=(), statistics=())
        put_findings(opened, changed)
    text = call("list", "--ledger", ledger).output
    assert "Fire[2J in Velmora [bold]x[/bold]" in text


def test_the_start_is_light() -> None:
    heavy = "{'spacy', 'sqlalchemy', 'rich', 'trafilatura', 'yaml', 'numpy'}"
    code = f"import sys, overt.cli.main; print({heavy} & set(sys.modules))"
    source = str(Path(overt.__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": source}, stdout=-1, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_version() -> None:
    assert call("--version").output == f"overt {overt.__version__}\n"
