"""Builds the problems that reading can meet: the name of a problem in, the row for the user out."""

from overt.types.problem import Problem

# name -> what to do about it; every name is a heading in docs/problems.md
TODO = {
    "input-missing": "Check the path.",
    "input-unknown-format": "Convert it to .txt, .md, .html, .pdf, .docx, .eml or .jsonl, or leave it out.",
    "report-unreadable": "Check that the file is complete and that you may read it; then run again.",
    "report-empty": "Leave it out, or save the report again with its text.",
    "report-binary": "Give the file the extension of its real format, or convert it to text.",
    "report-huge": "Split the file, or raise max_bytes.",
    "report-encrypted": "Remove the password and run again.",
    "report-without-text": "Recognise the text (OCR) and save it as .txt or as a PDF with a text layer.",
    "report-no-main-text": "Open the page in a browser, copy the article and save it as .txt.",
    "report-bad-encoding": "Save the file as UTF-8.",
    "encoding-guessed": "Look at the text; if letters are wrong, save the file as UTF-8.",
    "characters-replaced": "Look at the text around U+FFFD; make the file again from its source if a word is lost.",
    "record-invalid": "Repair or remove the record.",
    "record-empty": "Give the record a text, or remove it.",
    "sidecar-invalid": "Repair the sidecar file; it was ignored.",
    "published-invalid": "Write the date as YYYY-MM-DD or another EDTF form; it was ignored.",
}


def make_problem(name: str, source: str, what: str, *, where: str = "", fatal: bool = True) -> Problem:
    """Return the problem of that name with its advice. `source` is the input as the user named it."""
    said = what.encode("utf-8", "replace").decode()  # may repeat half a character of the input
    return Problem(name=name, input=source, where=where, what=said, todo=TODO[name], fatal=fatal)
