"""Reads reports: paths of files and folders in, one report or problem after the other out."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from overt.base.knowledge import read_knowledge
from overt.base.settings import CollectSettings
from overt.collect.characters import mend_facts, mend_found
from overt.collect.clean import mark_boilerplate
from overt.collect.dates import find_stated_date
from overt.collect.facts import read_sidecar, read_time
from overt.collect.files import find_files, read_bytes
from overt.collect.found import Facts, Found
from overt.collect.language import detect_language
from overt.collect.outlets import find_outlet
from overt.collect.problems import make_problem
from overt.collect.readers import READERS
from overt.collect.titles import find_title
from overt.types.problem import Problem
from overt.types.report import Boilerplate, Published, PublishedBasis, Report


def read_reports(paths: Sequence[Path], settings: CollectSettings) -> Iterator[Report | Problem]:
    """Yield a report for every text under the paths, or the problem that keeps it from being one.

    Nothing is raised for a bad input. A report carries its own non-fatal problems; other problems are yielded.
    A fact is taken from the user first, then the sidecar, the document's metadata, the text itself.
    """
    user, problems = _user_facts(settings)
    yield from problems
    for path in find_files(paths):
        if isinstance(path, Problem):
            yield path
        else:
            yield from _read_file(path, settings, user)


def count_inputs(paths: Sequence[Path]) -> int:
    """Return how many files `read_reports` will open, without opening one; a JSONL file counts as one."""
    return sum(isinstance(path, Path) for path in find_files(paths))


def _user_facts(settings: CollectSettings) -> tuple[Facts, tuple[Problem, ...]]:
    if settings.published is None:
        return Facts(outlet=settings.outlet), ()
    interval = read_time(settings.published)
    if interval is None:
        what = f'"{settings.published}" is no date that can be read.'
        return Facts(outlet=settings.outlet), (make_problem("published-invalid", "--published", what, fatal=False),)
    published = Published(interval=interval, basis=PublishedBasis.USER, reason="the user said so")
    return Facts(outlet=settings.outlet, published=published), ()


def _read_file(path: Path, settings: CollectSettings, user: Facts) -> Iterator[Report | Problem]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f'No reader knows the extension "{path.suffix}".' if path.suffix else "The file has no extension."
        yield make_problem("input-unknown-format", str(path), kind)
        return
    raw = read_bytes(path, settings.max_bytes, settings.max_characters)
    if isinstance(raw, Problem):
        yield raw
        return
    sidecar, problems = read_sidecar(path)
    for found in reader(raw):
        if isinstance(found, Problem):
            yield found
        elif not found.text.strip():
            yield make_problem("report-empty", found.name, "The report has no text.")
        elif len(found.text) > settings.max_characters:
            what = f"The text is longer than {settings.max_characters:,} characters."
            yield make_problem("report-huge", found.name, what)
        else:
            mended = mend_found(found)
            facts = mend_facts(user.over(sidecar)).over(mended.facts)
            yield _make_report(mended, facts, mended.problems + problems)


def _make_report(found: Found, facts: Facts, problems: tuple[Problem, ...]) -> Report:
    text = found.text
    marks = (*found.boilerplate, *mark_boilerplate(text, facts.title))
    marks = _without_overlap(marks)
    host = _host(facts.url)
    outlet = facts.outlet or find_outlet(text) or host or None
    sha256_text = hashlib.sha256(text.encode()).hexdigest()
    key = f"{sha256_text}\0{facts.outlet or host}"
    return Report(
        id="rep_" + hashlib.sha256(key.encode()).hexdigest()[:16],
        input=found.name,
        url=facts.url,
        outlet=outlet,
        title=facts.title or find_title(text, marks),
        published=facts.published or find_stated_date(text),
        language=facts.language or detect_language(text, marks),
        text=text,
        sha256_raw=hashlib.sha256(found.raw).hexdigest(),
        sha256_text=sha256_text,
        boilerplate=marks,
        problems=problems,
    )


def _host(url: str | None) -> str:
    """Return the host that published a page; of an archived page the host of what was archived, "" if not told."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
        if host not in read_knowledge("outlets.yaml")["archives"]:
            return host
        inner = re.search(r"(?<=/)https?:/{1,2}.*", (url or "").split("://", 1)[1])
        return (urlsplit(inner[0]).hostname or "").removeprefix("www.") if inner else ""
    except ValueError:  # "http://[": a URL that names no host
        return ""


def _without_overlap(marks: tuple[Boilerplate, ...]) -> tuple[Boilerplate, ...]:
    """Front matter begins before what is marked in it, so it wins."""
    kept: list[Boilerplate] = []
    for mark in sorted(marks, key=lambda mark: mark.span):
        if not kept or not mark.span.overlaps(kept[-1].span):
            kept.append(mark)
    return tuple(kept)
