"""Mends halves of characters: text in which surrogates stand alone in, the same text with U+FFFD in their place out."""

import re
from dataclasses import replace

from overt.collect.found import Facts, Found
from overt.collect.problems import make_problem

_LONE = re.compile("[\ud800-\udfff]")


def mend(text: str) -> str:
    """Return text with U+FFFD for each lone surrogate, one for one, so that offsets stay; such text cannot be UTF-8."""
    return _LONE.sub("\ufffd", text)


def mend_facts(facts: Facts) -> Facts:
    """Return the facts with their words mended."""
    words = {key: getattr(facts, key) for key in ("outlet", "url", "title", "language")}
    mended = {key: mend(value) if value else value for key, value in words.items()}
    published = facts.published and replace(facts.published, reason=mend(facts.published.reason))
    return Facts(**mended, published=published)


def mend_found(found: Found) -> Found:
    """Return what was found with text and facts mended, and a problem that says so if anything had to be."""
    text, facts = mend(found.text), mend_facts(found.facts)
    if (text, facts) == (found.text, found.facts):
        return found
    where = "text" if text != found.text else "metadata"
    what = "Halves of characters (lone surrogates) were replaced by U+FFFD."
    problem = make_problem("characters-replaced", found.name, what, where=where, fatal=False)
    return replace(found, text=text, facts=facts, problems=(*found.problems, problem))
