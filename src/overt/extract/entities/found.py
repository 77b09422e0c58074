"""What a passage says of somebody at one place, before it is known who: `Found`, and reading its noun phrase."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from overt.base.spans import Span
from overt.extract.entities.known import KnownName
from overt.extract.entities.words import load_words
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, MentionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place that refers to somebody. Tokens are indices into the passage's Doc; `sentence` counts in the report."""

    passage: int
    sentence: int
    first: int
    last: int  # index after the last token
    head: int
    span: Span
    quote: str
    form: MentionForm
    kind: EntityKind
    name: str | None = None  # without title
    known: KnownName | None = None
    definite: str = "name"  # name | the | a | bare | of | pronoun: how it is introduced; "of": it belongs to somebody
    noun: str | None = None  # head noun of a description
    nouns: frozenset[str] = field(default_factory=frozenset)  # what it calls the person, titles included
    traits: frozenset[str] = field(default_factory=frozenset)  # other words of the description, lower case
    country: str | None = None
    is_plural: bool = False
    gender: str | None = None
    age: int | None = None
    is_weak: bool = False  # says too little to stand alone ("the men"): kept only where it is resolved
    office: str | None = None  # "RU spies": heads a body of that country and domain
    office_body: str | None = None  # known id of that body, where told
    is_subject: bool = False
    in_quote: bool = False


_LEFT = frozenset(
    {"det", "amod", "nummod", "compound", "poss", "nmod", "quantmod", "predet", "npadvmod", "advmod", "punct", "neg"}
)


def phrase_start(head: Token) -> int:
    """Return the index where the noun phrase of `head` begins, with determiner, possessor and adjectives."""
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ not in _LEFT or child.pos_ in ("CCONJ", "VERB", "AUX") or child.right_edge.i + 1 != start:
            break
        start = child.left_edge.i
    doc = head.doc
    if (
        start == head.i and start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_
    ):  # "the ex-pilot"
        start -= 2
        start -= bool(start and doc[start - 1].pos_ == "DET")
    while start < head.i and (head.doc[start].is_punct or head.doc[start].is_space or head.doc[start].tag_ == "POS"):
        start += 1
    return start


def is_subject(head: Token) -> bool:
    """Say whether the token is the subject of a clause, itself or through a conjunction."""
    return head.dep_ in ("nsubj", "nsubjpass") or (head.dep_ == "conj" and head.head.dep_ in ("nsubj", "nsubjpass"))


def country_left(doc: Doc, first: int, head: int) -> str | None:
    """Return the country that the words of a phrase before its head tell ("Ukraine's", "British")."""
    words = load_words()
    for i in range(head - 1, first - 1, -1):
        pair = f"{doc[i].text} {doc[i + 1].text}"
        if code := words.demonyms.get(pair) or words.countries.get(pair) or words.country_of(doc[i].text):
            return code
    return None


def age_in(doc: Doc, first: int, last: int) -> int | None:
    """Return the age that "33-year-old" tells among the tokens, None without one."""
    for i in range(first, last):
        rest = doc[i : i + 5].text.lower()
        if (
            doc[i].text.isdigit()
            and len(doc[i].text) < 4
            and ("-year-old" in rest or " year old" in rest or "-years-old" in rest)
        ):
            return int(doc[i].text)
    return None


def sentence_numbers(parsed: Sequence[Parsed]) -> tuple[tuple[int, ...], ...]:
    """Return for each passage the number of each token's sentence, counted through the report."""
    number = -1
    rows: list[tuple[int, ...]] = []
    for item in parsed:
        row: list[int] = []
        for token in item.doc:
            number += bool(token.is_sent_start) or token.i == 0
            row.append(number)
        rows.append(tuple(row))
    return tuple(rows)


def quoted_tokens(doc: Doc) -> tuple[bool, ...]:
    """Say for each token whether it stands inside double quotation marks; an open one runs to the passage's end."""
    inside = False
    row: list[bool] = []
    for token in doc:
        if token.text in ('"', "''", "``"):
            inside = not inside
        row.append(inside)
    return tuple(row)
