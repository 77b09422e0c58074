"""Finds who speaks a headline by its colon or dash: a parse in, hits out ("Minister: agents set fire to depot")."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.hits import Hit
from overt.extract.voices.names import name_tokens, speaker_kind, state_names
from overt.types.claim import SpeakerKind

_COLON, _DASHES = ":", frozenset({"–", "—", "-", "--"})
_LONGEST, _SPEAKER = 30, 6  # words of a headline, and of who speaks it


def headline_hits(doc: Doc) -> Iterator[Hit]:
    """Yield the hit of a headline whose speaker stands before its first colon, or behind its last colon or dash."""
    words = [token for token in doc if not token.is_space]
    if not words or len(words) > _LONGEST or words[-1].lower_ in (".", "?", "!", ":"):
        return
    marks = [token for token in words[1:-1] if token.text == _COLON or token.text in _DASHES]
    if not marks:
        return
    first, last = marks[0], marks[-1]
    if first.text == _COLON and first.i <= _SPEAKER and _is_speaker(doc, 0, first.i):
        yield _hit(first, doc[first.i - 1], first.i + 1, len(doc))
    elif len(doc) - last.i - 1 <= _SPEAKER and _is_speaker(doc, last.i + 1, len(doc)):
        yield _hit(last, _head(doc, last.i + 1, len(doc)), 0, last.i)


def _is_speaker(doc: Doc, start: int, end: int) -> bool:
    """Say whether a piece is a noun phrase that names a possible speaker."""
    words = doc[start:end]
    if end == start or not all(t.pos_ in _NOMINAL for t in words) or words[-1].pos_ not in ("NOUN", "PROPN"):
        return False
    head = _head(doc, start, end)
    if head.ent_type_ in _PLACES or head.text in state_names():
        return False  # "Vilta: two held" says where
    return head.ent_type_ == "PERSON" or speaker_kind(head, name_tokens(head)) is not SpeakerKind.UNKNOWN


_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "PART"})


def _head(doc: Doc, start: int, end: int) -> Token:
    """Return the word that heads a piece: the noun before its first preposition."""
    cut = next((t.i for t in doc[start:end] if t.pos_ == "ADP" and t.i > start), end)
    return doc[cut - 1]


def _hit(mark: Token, source: Token, start: int, end: int) -> Hit:
    roots = [t for t in mark.doc[start:end] if (not start <= t.head.i < end or t.head.i == t.i) and not t.is_punct]
    return Hit(cue=read_lexicon().headline, anchor=mark, words=(mark.i,), source=source, roots=tuple(roots))
