"""Marks captions: a photo credit, and the lines just before it that describe the photo."""

import re
from functools import cache

from overt.base.knowledge import read_knowledge
from overt.base.lines import is_title_like
from overt.collect.marking.page import Line, Mark, Page
from overt.types.report import BoilerplateKind

_LICENCE = re.compile(r"[(\[]?\bCC[ -](?:BY|0)(?:[ -](?:SA|NC|ND))*(?:[ -]\d\.\d)?\b[)\]]?\.?$")
_WORDED = re.compile(
    r"(?:^|[.|(\[] ?)"
    r"(?:photo(?:graph)?s?|image|picture|pic|credit|foto|bild|illustration|фото|zdjęcie|fot|nuotr)"
    r"(?: credits?| by| courtesy| courtesy of)?\s?(?::|\bby\b|/|courtesy|©)\s?\S.{0,80}$",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?:^|[.|] )(?:©|\(c\)) ?(?!\s*(?:19|20)\d\d)[^.]{2,60}$", re.IGNORECASE)
_CAPS_SLASH = re.compile(r"^[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'’&-]+(?: ?/ ?[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'’&-]+)+$")
_CAPTION_WORDS = re.compile(
    r"\((?:file (?:photo|picture|image)|archive|archivbild|left|right|centre|center|top|bottom|pictured)\)"
    r"|\bfile (?:photo|picture)\b|, (?:left|right|centre|center|second from (?:left|right)),"
    r"|\bpictured (?:here|in|at|with|on|left|right|above|below)\b|\bseen here\b"
    r"|\bin this (?:photo|image|picture|video|handout|screengrab|screenshot)\b"
    r"|^(?:FILE|ARCHIVE) ?[:–—-] |^\(?from left",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|told|according to|added|reported|announced|alleged(?:ly)?)\b", re.IGNORECASE)
_MAX_CREDIT_WORDS = 10
_MAX_GIVER_WORDS = 6
_MAX_CAPTION_WORDS = 45
_MAX_ALT_WORDS = 18


def find_captions(page: Page, marks: dict[int, Mark]) -> dict[int, Mark]:
    """Return the credit lines, and before each at most two lines that describe its photo."""
    found: dict[int, Mark] = {}
    headline = page.headline(marks)
    for index, line in enumerate(page.lines):
        if index in marks:
            continue
        if _is_credit(line) or _is_capitals_credit(page, index):
            found[index] = (BoilerplateKind.CAPTION, "photo-credit")
            found.update(_before_credit(page, index, {*marks, headline}))
        elif _ends_in_credit(line):
            found[index] = (BoilerplateKind.CAPTION, "caption-with-credit")
        elif _has_caption_words(line) and index != headline:
            found[index] = (BoilerplateKind.CAPTION, "caption-words")
    return found


def _before_credit(page: Page, credit: int, taken: set[int | None]) -> dict[int, Mark]:
    """Web pages print a photo's alternative text, then its caption, then its credit; a standfirst may come before."""
    mark = (BoilerplateKind.CAPTION, "before-credit")
    found: dict[int, Mark] = {}
    caption = credit - 1
    if caption < 0 or caption in taken or not _can_be_caption(page.lines[caption], page.lines[credit]):
        return found
    found[caption] = mark
    alt = caption - 1
    is_near = not page.lines[caption].is_after_blank
    if alt >= 0 and alt not in taken and is_near and _can_be_alt(page.lines[alt]):
        found[alt] = mark
    return found


def _can_be_caption(line: Line, credit: Line) -> bool:
    if line.is_quote or line.words > _MAX_CAPTION_WORDS or _SAID.search(line.own_words):
        return False
    if credit.is_after_blank:  # a blank line between: only what cannot be a paragraph
        return not line.is_ended and not line.quote.startswith("#") and line.words <= _MAX_CAPTION_WORDS
    return not line.is_ended or line.words <= _MAX_ALT_WORDS


def _can_be_alt(line: Line) -> bool:
    return line.is_ended and line.words <= _MAX_ALT_WORDS and not line.is_quote and not _SAID.search(line.own_words)


def _is_credit(line: Line) -> bool:
    """A line that is nothing but a credit: NAME/AGENCY, an agency's name, "Photo: A. Name"."""
    if line.words > _MAX_CREDIT_WORDS or line.is_quote:
        return False
    if _CAPS_SLASH.match(line.quote):
        return True
    parts = [part.strip(" .()[]") for part in re.split(r"/|\bvia\b", line.quote)]
    if any(part in _agencies() for part in parts) and (len(parts) > 1 or not line.is_ended):
        return all(is_title_like(part) for part in parts if part)
    return bool(_WORDED.match(line.quote) or _SYMBOL.match(line.quote)) and not line.is_ended


def _has_caption_words(line: Line) -> bool:
    if line.words > _MAX_CAPTION_WORDS or _SAID.search(line.own_words) or not _CAPTION_WORDS.search(line.own_words):
        return False
    return line.words <= _MAX_ALT_WORDS or not line.is_ended or line.quote.startswith(("FILE", "ARCHIVE"))


def _is_capitals_credit(page: Page, index: int) -> bool:
    """The name of a giver in capitals, close under a line and parted from the next paragraph."""
    line = page.lines[index]
    is_last = index + 1 == len(page.lines) or page.lines[index + 1].is_after_blank
    return line.quote.isupper() and line.words <= _MAX_GIVER_WORDS and not line.is_after_blank and is_last and index > 0


def _ends_in_credit(line: Line) -> bool:
    """A caption that ends with its credit: "A view of the harbour. A. Name (CC BY 4.0)"."""
    if line.words > _MAX_CAPTION_WORDS + _MAX_CREDIT_WORDS or line.is_quote or _SAID.search(line.own_words):
        return False
    if _LICENCE.search(line.quote):
        return True
    if line.is_ended and not line.quote.endswith((")", "]")):
        return False
    worded = _WORDED.search(line.quote)
    if worded and len(worded.group().split()) <= _MAX_CREDIT_WORDS:
        return True
    tail = re.search(r"(?:[/(\[©]|\bvia\b|— ?|– ?|\. )\s?([^/|()\[\]©.]{2,30}?)[)\]]?$", line.quote)
    return tail is not None and tail.group(1).strip() in _agencies()


@cache
def _agencies() -> frozenset[str]:
    names = [str(name) for name in read_knowledge("outlets.yaml")["agencies"]]
    return frozenset([*names, *(name.upper() for name in names)])
