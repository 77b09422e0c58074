import io
import json
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from overt.types.problem import Problem
from overt.types.report import PublishedBasis, Report
from tests.collect.samples import BODY, the_problem, the_report

Read = Callable[..., list[Report | Problem]]

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in (BODY + BODY.replace("Friday", "Sunday")).split("\n\n"))


def page(head: str = "", body: str = "") -> str:
    return (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'>{head}"
        "<title>Fire in the port | Echo</title></head>"
        "<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>Fire in the port of Nordholm</h1>{PARAGRAPHS}{body}</article>"
        "<footer>© 2015 The Nordholm Echo</footer></body></html>"
    )


def pdf(text: str) -> bytes:
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_page_gives_article_headline_outlet_language(read: Read) -> None:
    head = (
        "<meta property='og:site_name' content='The Nordholm Echo'>"
        "<link rel='canonical' href='https://echo.example/fire'>"
    )
    report = the_report(read({"a.html": page(head)}))
    assert (report.outlet, report.url, report.language) == ("The Nordholm Echo", "https://echo.example/fire", "en")
    assert report.title == "Fire in the port of Nordholm"
    assert report.text.count("Fire in the port of Nordholm") == 1
    assert "Ilse Varga" in report.text
    assert "Sport" not in report.text


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='article:published_time' content='2024-05-14T08:30:00+02:00'>", ""),
        ("<meta name='date' content='2024-05-14'>", ""),
        (
            (
                '<script type="application/ld+json">'
                '{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-05-14T06:00:00Z"}]}</script>'
            ),
            "",
        ),
        ("", "<time datetime='2024-05-14'>14 May</time>"),
        ("", "<span itemprop='datePublished' content='2024-05-14'>x</span>"),
    ],
)
def test_page_states_its_day(read: Read, head: str, body: str) -> None:
    report = the_report(read({"a.html": page(head, body)}))
    assert report.published
    assert (report.published.interval.edtf, report.published.basis) == ("2024-05-14", PublishedBasis.METADATA)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", ""),  # the footer's © 2015 is no date
        ("", "<time datetime='2024-05-14'>x</time><time datetime='2023-01-02'>another story</time>"),
        ('<script type="application/ld+json">{broken</script>', ""),
    ],
)
def test_page_that_states_no_day_has_none(read: Read, head: str, body: str) -> None:
    assert the_report(read({"a.html": page(head, body)})).published is None


def test_page_in_its_declared_encoding(read: Read) -> None:
    text = page().replace("charset='utf-8'", "charset='iso-8859-2'").replace("Varga", "Vařgą")
    report = the_report(read({"a.html": text.replace("©", "").replace("“", "").replace("”", "").encode("iso-8859-2")}))
    assert "Ilse Vařgą" in report.text
    assert report.problems == ()


def test_page_without_article_is_a_problem(read: Read) -> None:
    assert (
        the_problem(read({"a.htm": "<html><body><script>app()</script></body></html>"})).name == "report-no-main-text"
    )


def test_markdown_is_unchanged_and_its_front_matter_gives_facts(read: Read) -> None:
    text = f"---\noutlet: Echo\ndate: 2024-05-14\n---\n# Fire in the port\n\n{BODY}"
    report = the_report(read({"a.md": text}))
    assert (report.text, report.outlet, report.title) == (text, "Echo", "Fire in the port")
    assert report.published
    assert report.published.interval.edtf == "2024-05-14"
    assert report.boilerplate[0].span.quote(text) == "---\noutlet: Echo\ndate: 2024-05-14\n---"


def test_pdf_text(read: Read) -> None:
    report = the_report(read({"a.pdf": pdf("Two men were arrested near the border on Friday.")}))
    assert report.text == "Two men were arrested near the border on Friday."
    assert report.published is None


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_encrypted_pdf_is_a_problem(read: Read, algorithm: str) -> None:
    pytest.importorskip("cryptography") if algorithm.startswith("AES") else None
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret."))))
    writer.encrypt("owner-and-user", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    assert the_problem(read({"a.pdf": out.getvalue()})).name == "report-encrypted"


def test_pdf_without_text_layer_is_a_problem(read: Read) -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert the_problem(read({"a.pdf": out.getvalue()})).name == "report-without-text"


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", pdf("Cut short.")[:120], b"no pdf at all"])
def test_broken_pdf_is_a_problem(read: Read, content: bytes) -> None:
    assert the_problem(read({"a.pdf": content})).name in {"report-unreadable", "report-without-text"}


def make_docx() -> bytes:
    document = docx.Document()
    document.add_heading("Fire in the port", 1)
    document.add_paragraph("Two men were arrested.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Killed", "none"
    document.add_paragraph("The court sits on Monday.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx_keeps_paragraphs_and_tables_in_order(read: Read) -> None:
    report = the_report(read({"a.docx": make_docx()}))
    assert report.text == "Fire in the port\n\nTwo men were arrested.\n\nKilled | none\n\nThe court sits on Monday."


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 broken", "report-unreadable"),
        (make_docx()[:-400], "report-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "report-encrypted"),
        (zip_bomb(), "report-huge"),
    ],
)
def test_bad_docx_is_a_problem(read: Read, content: bytes, name: str) -> None:
    assert the_problem(read({"a.docx": content})).name == name


def test_mail_with_two_bodies_gives_the_plain_one(read: Read) -> None:
    mail = EmailMessage()
    mail["From"] = "Nordholm Echo <news@echo.example>"
    mail["Subject"] = "Fire in the port of Nordholm"
    mail["Date"] = "Tue, 14 May 2024 09:15:00 +0200"
    mail.set_content(BODY)
    mail.add_alternative(page(), subtype="html")
    mail.add_attachment(b"\0\1\2", maintype="image", subtype="png", filename="x.png")
    report = the_report(read({"a.eml": mail.as_bytes()}))
    assert report.text.split() == BODY.split()
    assert (report.outlet, report.title) == ("Nordholm Echo", "Fire in the port of Nordholm")
    assert report.published
    assert report.published.interval.edtf == "2024-05-14"


def test_mail_with_html_only(read: Read) -> None:
    mail = EmailMessage()
    mail.set_content(page(), subtype="html")
    assert "Ilse Varga" in the_report(read({"a.eml": mail.as_bytes()})).text


def test_mail_without_text_is_a_problem(read: Read) -> None:
    assert the_problem(read({"a.eml": "Subject: nothing\n\n"})).name == "report-empty"


def test_the_title_of_a_record_stands_above_its_text_once(read: Read) -> None:
    rows = [
        {"title": "Depot burns in Graz", "text": "Two men were held on Monday."},
        {"title": "Depot burns in Graz", "text": "DEPOT BURNS IN GRAZ\n\nThree men were held on Monday."},
    ]
    found = read({"a.jsonl": "\n".join(map(json.dumps, rows))})
    texts = [one.text for one in found if isinstance(one, Report)]
    assert texts == ["Depot burns in Graz\n\nTwo men were held on Monday.", rows[1]["text"]]


def test_bad_lines_of_jsonl_are_named_and_the_others_read(read: Read) -> None:
    good = {"id": "n1", "url": "https://echo.example/1", "date": "2024-05", "title": "Fire in the port", "text": BODY}
    lines = [
        json.dumps(good),
        "{broken",
        "",
        '{"title": "no text"}',
        "[1]",
        json.dumps({"text": BODY + "More."}),
    ]
    found = read({"a.jsonl": "\n".join(lines)})
    first, *problems, last = found
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert (first.title, first.url, first.outlet) == ("Fire in the port", "https://echo.example/1", "echo.example")
    assert first.input.endswith("a.jsonl:n1")
    assert last.input.endswith("a.jsonl:6")
    assert [(p.name, p.where) for p in problems if isinstance(p, Problem)] == [
        ("record-invalid", "line 2"),
        ("record-empty", "line 4"),
        ("record-invalid", "line 5"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<![x(" + page()),
        ("a.html", '<?xml version="1.0" encoding="utf-8"?>' + page()),
        ("a.html", "<div>" * 20_000 + page()),
        ("a.html", f"<script type='application/ld+json'>{'[' * 50_000}</script>" + page()),
        ("a.md", f"---\n{'[ ' * 3_000}\n---\n{BODY}"),
        ("a.md", f"---\ndate: 2024-13-45\n---\n{BODY}"),
        ("a.jsonl", '{"text": "Two men were held.", "url": "http://[broken", "date": "0000-00-00"}'),
        ("a.jsonl", '{"text": "Two men were held.", "url": 5, "date": {"a": 1}, "id": ["x"]}'),
        ("a.jsonl", "[" * 100_000),
        (
            "a.eml",
            "Date: Mon, 99 Xxx 99999\nFrom: =?x?q?=\nContent-Type: text/plain; charset=bogus\n\nTwo men were held.",
        ),
        ("a.eml", 'Content-Type: multipart/mixed; boundary="x"\n\n' + "--x\n" * 500),
    ],
)
def test_odd_inputs_give_one_report_or_one_problem(read: Read, name: str, content: str) -> None:
    (found,) = read({name: content})
    assert isinstance(found, Report | Problem)
    assert name in found.input


def test_docx_with_a_damaged_member_is_a_problem(read: Read) -> None:
    whole = bytearray(make_docx())
    at = whole.index(b"word/document.xml") + 60
    whole[at : at + 40] = bytes(range(40))
    assert the_problem(read({"a.docx": bytes(whole)})).name == "report-unreadable"
