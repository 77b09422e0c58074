import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from overt.base.settings import CollectSettings
from overt.collect import read_reports
from overt.collect.problems import TODO
from overt.collect.reports import count_inputs
from overt.types.problem import Problem
from overt.types.report import PublishedBasis, Report
from tests.collect.samples import BODY, the_problem, the_report

Read = Callable[..., list[Report | Problem]]


def test_plain_text_is_stored_unchanged(read: Read) -> None:
    text = "Ein\u00a0Satz mit « Anführung » und “quotes”.\r\nZweite Zeile\twith tab. \r\n"
    report = the_report(read({"a.txt": text}))
    assert report.text == text
    assert report.sha256_text == hashlib.sha256(text.encode()).hexdigest()
    assert report.sha256_raw == report.sha256_text
    assert report.problems == ()


def test_byte_order_mark_is_the_only_thing_taken_off(read: Read) -> None:
    report = the_report(read({"a.txt": b"\xef\xbb\xbf" + BODY.encode()}))
    assert report.text == BODY
    assert report.sha256_raw != report.sha256_text


def test_id_depends_on_text_and_outlet(read: Read) -> None:
    report = the_report(read({"a.txt": BODY}))
    same = the_report(read({"a.txt": b"\xef\xbb\xbf" + BODY.encode()}))
    other = the_report(read({"a.txt": BODY}, outlet="The Nordholm Echo"))
    key = hashlib.sha256(f"{report.sha256_text}\0".encode()).hexdigest()[:16]
    assert report.id == same.id == f"rep_{key}"
    assert other.id != report.id


def test_folders_are_read_in_order_without_hidden_files_sidecars_and_ledgers(read: Read, tmp_path: Path) -> None:
    found = read({
        "b/two.txt": BODY + "Two.", "a/deep/one.txt": BODY + "One.", ".hidden.txt": BODY, ".git/x.txt": BODY,
        "c.txt": BODY + "Three.", "c.meta.json": "{}", "~$c.docx": "lock",
        "overt.ledger": "ours", "overt.ledger-wal": "ours", "overt.ledger-shm": "ours",
    })  # fmt: skip
    names = [Path(item.input).relative_to(tmp_path).as_posix() for item in found]
    assert names == ["a/deep/one.txt", "b/two.txt", "c.txt"]
    assert count_inputs([tmp_path]) == 3


def test_folder_that_contains_itself_is_read_once(read: Read, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    the_report(read({"a.txt": BODY}))


def test_link_to_nothing_is_a_problem(read: Read, tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert the_problem(read({})).name == "input-missing"


def test_path_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    found = list(read_reports([tmp_path / "nowhere"], CollectSettings()))
    assert the_problem(found).name == "input-missing"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_forbidden_file_is_a_problem(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt").chmod(0)
    assert the_problem(read({})).name == "report-unreadable"


def test_unknown_extension_is_a_problem(read: Read) -> None:
    assert the_problem(read({"a.xyz": BODY})).name == "input-unknown-format"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "report-empty"),
        (b" \n\t\r\n", "report-empty"),
        (bytes(range(256)) * 40, "report-binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "report-binary"),
        (b"\xff\xfe" + b"\x00\xd8" * 31 + b"x", "report-bad-encoding"),
        (b"x" * 5000, "report-huge"),
    ],
)
def test_bad_text_files_are_problems(read: Read, content: bytes, name: str) -> None:
    problem = the_problem(read({"a.txt": content}, max_bytes=4000 if name == "report-huge" else 100_000))
    assert (problem.name, problem.fatal) == (name, True)
    assert problem.input.endswith("a.txt")
    assert problem.what
    assert problem.todo


RUSSIAN = (
    "Суд в городе Северске приговорил двух граждан к пяти годам лишения свободы за поджог склада, "
    "сообщила прокуратура.\n"
    "По данным следствия, они действовали по указанию неизвестного лица, которое обещало им деньги.\n"
) * 3


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_guessed_and_said_so(read: Read, encoding: str) -> None:
    report = the_report(read({"a.txt": RUSSIAN.encode(encoding)}))
    assert report.text == RUSSIAN
    assert report.language == "ru"
    assert [(problem.name, problem.fatal) for problem in report.problems] == [("encoding-guessed", False)]


def test_utf16_with_byte_order_mark_is_no_guess(read: Read) -> None:
    report = the_report(read({"a.txt": RUSSIAN.encode("utf-16")}))
    assert (report.text, report.problems) == (RUSSIAN, ())


def test_flag_outranks_sidecar_outranks_record(read: Read) -> None:
    record = '{"text": "%s", "outlet": "Record News", "date": "2021-01-01", "title": "From the record"}' % (
        "word " * 30
    )
    files: dict[str, str | bytes] = {
        "a.jsonl": record,
        "a.meta.json": '{"outlet": "Sidecar News", "published": "2022-02"}',
    }
    report = the_report(read(files))
    assert (report.outlet, report.title) == ("Sidecar News", "From the record")
    assert report.published
    assert (report.published.interval.edtf, report.published.basis) == ("2022-02", PublishedBasis.METADATA)
    told = the_report(read(files, published="2023-03-04", outlet="Told News"))
    assert told.published
    assert (told.outlet, told.published.interval.edtf, told.published.basis) == (
        "Told News",
        "2023-03-04",
        PublishedBasis.USER,
    )


def test_sidecar_that_is_no_json_is_said_and_passed_over(read: Read) -> None:
    report = the_report(read({"a.txt": BODY, "a.meta.json": "{not json"}))
    assert [(problem.name, problem.fatal) for problem in report.problems] == [("sidecar-invalid", False)]


def test_sidecar_with_a_bad_date_keeps_its_other_fields(read: Read) -> None:
    report = the_report(
        read({"a.txt": BODY, "a.meta.json": '{"outlet": "Echo", "url": "https://echo.example/1", "date": "soon"}'})
    )
    assert (report.outlet, report.url, report.published) == ("Echo", "https://echo.example/1", None)
    assert report.problems[0].name == "published-invalid"


def test_host_stands_in_for_an_unknown_outlet(read: Read) -> None:
    report = the_report(read({"a.txt": BODY, "a.meta.json": '{"url": "https://www.echo.example/news/1"}'}))
    assert report.outlet == "echo.example"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://web.archive.org/web/20240102030405/http://www.echo.example:80/news/1", "echo.example"),
        ("https://web.archive.org/web/2024*/https:/echo.example/1", None),
        ("https://archive.ph/Xy12", None),
        ("https://echo.example/go?to=https://web.archive.org/", "echo.example"),
    ],
)
def test_an_archive_is_not_the_outlet(read: Read, url: str, outlet: str | None) -> None:
    report = the_report(read({"a.txt": BODY, "a.meta.json": f'{{"url": "{url}"}}'}))
    assert report.outlet == outlet


def test_bad_published_flag_is_a_problem_and_the_report_is_read(read: Read) -> None:
    found = read({"a.txt": BODY}, published="last week")
    assert isinstance(found[0], Problem)
    assert found[0].name == "published-invalid"
    assert isinstance(found[1], Report)


def test_no_date_is_invented(read: Read) -> None:
    report = the_report(read({"a.txt": BODY + "\n© 2019 The Nordholm Echo\n"}))
    assert report.published is None
    assert report.outlet == "The Nordholm Echo"


def test_title_is_the_first_heading_that_is_no_boilerplate(read: Read) -> None:
    text = f"Support The Nordholm Echo!\n\nFire in the port: two arrested\n\n{BODY}"
    report = the_report(read({"a.txt": text}))
    assert report.title == "Fire in the port: two arrested"
    assert report.outlet == "The Nordholm Echo"


def test_every_problem_is_explained_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")
    headings = {line[3:].strip() for line in page.splitlines() if line.startswith("## ")}
    assert set(TODO) <= headings
