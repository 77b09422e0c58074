"""Reads JSON lines: each line a record with text and, where known, id, url, outlet, title, date, language."""

import json
from collections.abc import Iterator

from overt.collect.characters import mend
from overt.collect.decode import decode_text
from overt.collect.facts import read_facts
from overt.collect.found import Found, Raw
from overt.collect.problems import make_problem
from overt.collect.titles import with_title
from overt.types.problem import Problem


def read_jsonl(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the text of every record; a line that holds none is a problem that names the line, and the others go on."""
    content, problems = decode_text(raw)
    yield from problems
    if content is None:
        return
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _read_record(raw, number, line.strip())


def _read_record(raw: Raw, number: int, line: str) -> Found | Problem:
    where = f"line {number}"
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return make_problem("record-invalid", raw.name, f"The line is no JSON: {error}.", where=where)
    if not isinstance(fields, dict):
        return make_problem("record-invalid", raw.name, "The line holds no JSON object.", where=where)
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        return make_problem("record-empty", raw.name, "The record has no text.", where=where)
    facts, problems = read_facts(fields, "record", raw.name)
    name = f"{raw.name}:{mend(str(fields.get('id') or number))}"
    return Found(name=name, raw=line.encode(), text=with_title(facts.title, text), facts=facts, problems=problems)
