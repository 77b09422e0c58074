"""Reads a web page: HTML in, its headline and main text out, with what the page's own metadata says."""

import logging
import re
from collections.abc import Iterator

import trafilatura

from overt.collect.decode import decode_text
from overt.collect.found import Found, Raw
from overt.collect.page import read_page_facts
from overt.collect.problems import make_problem
from overt.collect.titles import with_title
from overt.types.problem import Problem

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]{2,30})""", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_html(raw: Raw) -> Iterator[Found | Problem]:
    """Yield the article of the page; comments, menus and other stories are left out."""
    declared = _CHARSET.search(raw.data[:4096])
    page, problems = decode_text(raw, declared.group(1).decode("ascii") if declared else None)
    if page is None:
        yield from problems
        return
    body = extract_main_text(page)
    if not body:
        yield make_problem("report-no-main-text", raw.name, "No article was found in the page.")
        return
    facts, more = read_page_facts(page, raw.name)
    yield Found(name=raw.name, raw=raw.data, text=with_title(facts.title, body), facts=facts, problems=problems + more)


def extract_main_text(page: str) -> str | None:
    """Return the main text of a page, one paragraph a line; None if there is none."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it complains of becomes a problem of ours
    document = trafilatura.bare_extraction(
        page, include_comments=False, with_metadata=False, fast=True, favor_recall=True
    )  # chosen by measurement: bench/score_article_extraction.py
    text = getattr(document, "text", None)
    return _SURROGATES.sub("", text).strip() or None if isinstance(text, str) else None
