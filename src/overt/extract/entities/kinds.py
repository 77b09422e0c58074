"""Decides what the names of a report are: runs of tokens as tagged in, the same with their kind out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from overt.extract.entities.known import KnownName
from overt.extract.entities.words import cue_words, load_words
from overt.extract.parse import Parsed
from overt.types.account import EntityKind
from overt.types.passage import PassageKind

_SERVICE = re.compile(
    r"\b(Security|Intelligence|Secret|Counterintelligence|Counter-Intelligence)\b.*\b(Service|Agency|Directorate|Bureau|Committee)\b"
)
_GROUP = re.compile(
    r"\b(Brigade|Battalion|Regiment|Group|Gang|Militia|Front|Unit|Cartel|Clan|Corps|Legion|Company|Division)s?\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of name tokens, with what the tagger or the word lists take it for."""

    passage: int
    first: int
    last: int
    kind: EntityKind | None  # None: a place, which is no entity
    rows: tuple[KnownName, ...] = ()
    is_sure: bool = False
    is_ship: bool = False


def join_split(parsed: Sequence[Parsed], pieces: list[Piece]) -> list[Piece]:
    """Join a first name and a surname that the tagger cut in two."""
    joined: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.passage, piece.first)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and not (last.is_sure or piece.is_sure)
            and (last.passage, last.last) == (piece.passage, piece.first)
        ):
            doc = parsed[piece.passage].doc
            if doc[last.last - 1].dep_ == "compound" and piece.first <= doc[last.last - 1].head.i < piece.last:
                kind = last.kind if last.kind is EntityKind.PERSON else piece.kind
                joined[-1] = Piece(passage=piece.passage, first=last.first, last=piece.last, kind=kind)
                continue
        joined.append(piece)
    return joined


def tidy_headings(parsed: Sequence[Parsed], pieces: list[Piece]) -> list[Piece]:
    """Cut names in headings down to what the body knows ("Files Nemo" to "Nemo"); drop what it writes small."""
    told = [item for item in parsed if item.passage.kind is not PassageKind.HEADING]
    small = {token.text for item in told for token in item.doc if token.text.islower()}
    body = {
        word
        for piece in pieces
        if parsed[piece.passage].passage.kind is not PassageKind.HEADING and not piece.is_sure
        for word in parsed[piece.passage].doc[piece.first : piece.last].text.split()
    }
    kept: list[Piece] = []
    for piece in pieces:
        doc = parsed[piece.passage].doc
        if piece.is_sure or parsed[piece.passage].passage.kind is not PassageKind.HEADING or not told:
            kept.append(piece)
            continue
        if _says(doc[piece.last - 1]) and piece.last - piece.first > 1:
            continue  # "Allies Allege Poisoning" names nobody
        known = [i for i in range(piece.first, piece.last) if doc[i].text in body]
        if known:
            kept.append(replace(piece, first=known[0], last=known[-1] + 1))
        elif not any(doc[i].lower_ in small for i in range(piece.first, piece.last)):
            kept.append(piece)
    return kept


def _says(token: Token) -> bool:
    """Say whether a capitalised word of a heading is a verb of saying."""
    word = token.lower_
    return word in cue_words("speech_verbs") or word.removesuffix("s") in cue_words("speech_verbs")


def fix_kinds(parsed: Sequence[Parsed], pieces: list[Piece]) -> list[Piece]:
    """Let the whole report vote on what a name is, its neighbours' words counting more than the tagger."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for piece in pieces:
        if piece.is_sure:
            continue
        doc = parsed[piece.passage].doc
        text = bare_name(doc, piece.first, piece.last)
        votes[text][_vote(piece.kind)] += 1
        if weight := person_signs(doc, piece.first, piece.last):
            votes[text]["person"] += weight
        if _stands_as_place(doc, piece.first, piece.last):
            votes[text]["place"] += _IN_A_PLACE
    _follow_surnames(votes)
    fulls = {text.split()[-1]: text for text in votes if " " in text and _winner(votes[text]) == "person"}
    fixed: list[Piece] = []
    for piece in pieces:
        if piece.is_sure:
            fixed.append(piece)
            continue
        text = bare_name(parsed[piece.passage].doc, piece.first, piece.last)
        winner = "person" if text in fulls else _winner(votes[text])
        kind = {"person": EntityKind.PERSON, "organisation": EntityKind.ORGANISATION}.get(winner)
        if kind is EntityKind.ORGANISATION:
            kind = EntityKind.SERVICE if _SERVICE.search(text) else EntityKind.GROUP if _GROUP.search(text) else kind
        fixed.append(Piece(passage=piece.passage, first=piece.first, last=piece.last, kind=kind))
    return fixed


def is_ship(doc: Doc, first: int, last: int) -> bool:
    """Say whether a name is a ship's by the words beside it: "the tanker Velta", "the Velta, a Maltese freighter"."""
    ships, root = cue_words("vessels"), doc[last - 1]
    before = doc[first - 1] if first else None
    if before is not None and before.lemma_.lower() in ships and before.pos_ in ("NOUN", "PROPN"):
        return True
    if root.dep_ == "appos" and root.head.lemma_.lower() in ships and root.head.i < first:
        return True
    over = [word.lemma_.lower() for word in doc[max(0, first - 3) : first]]
    if over[-1:] == ["the"] and (
        over[-2:-1] in (["board"], ["aboard"]) or (len(over) > 2 and over[0] in cue_words("of_ships"))
    ):
        return True  # "seven crew of the Velta", "boarded the Velta"
    return any(child.dep_ == "appos" and child.lemma_.lower() in ships for child in root.children)


_IN_A_PLACE = 3


def _stands_as_place(doc: Doc, first: int, last: int) -> bool:
    """Say whether one word stands where a place does: "in Zelin", "near Zelin"; not "trust in Nemo"."""
    token = doc[first]
    if last - first > 1 or token.dep_ != "pobj" or token.text in load_words().given_names:
        return False
    prep = token.head
    return prep.lower_ in cue_words("before_places") and prep.head.lemma_.lower() not in cue_words("in_people")


def _follow_surnames(votes: dict[str, Counter[str]]) -> None:
    """Let a full name be what its last word alone is taken for, where no other name ends so.

    The tagger takes "Marko Teder" at the start of a text for a body, and "Teder" ever after for a person.
    """
    ends = Counter(text.split()[-1] for text in votes if " " in text)
    for text, found in votes.items():
        last = text.split()[-1]
        alone = votes.get(last) if last != text else None
        if alone is not None and ends[last] == 1 and _winner(alone) == "person":
            found["person"] += alone["person"]


def _vote(kind: EntityKind | None) -> str:
    return "place" if kind is None else "person" if kind is EntityKind.PERSON else "organisation"


def _winner(votes: Counter[str]) -> str:
    return max(("person", "organisation", "place"), key=lambda kind: votes[kind])


def person_signs(doc: Doc, first: int, last: int) -> int:
    """Return the weight of signs that only a person's name has: a title, role or age beside it, "who", a given name."""
    words = load_words()
    before = doc[first - 1] if first else None
    signs = 0
    if before is not None and (
        before.text in words.titles or (before.tag_ in ("NN", "JJ") and before.lemma_.lower() in words.people)
    ):
        signs += 2
    if doc[first].text in words.titles and last - first > 1:
        signs += 2
    if doc[first].text in words.given_names and (last - first > 1 or doc[first].ent_type_ != "GPE"):
        signs += 2 if last - first > 1 else 1
    signs += 2 * _is_called(doc, first)
    root = doc[last - 1]
    if root.dep_ == "appos" and root.head.pos_ == "NOUN" and root.head.lemma_.lower() in words.people:
        signs += 2
    if last < len(doc) and doc[last].text == ",":
        rest = doc[last + 1 : last + 8]
        if (
            len(rest)
            and ((rest[0].text.isdigit() and len(rest[0].text) == 2) or rest[0].lower_ in ("who", "whose", "aged"))
        ) or (len(rest) and rest[0].lower_ in ("a", "an") and (_first_noun(rest) or "") in words.people):
            signs += 2
    if last < len(doc) and doc[last].lower_ == "who":
        signs += 1
    if any(child.dep_ == "appos" and _is_role(child) for child in root.children):
        signs += 2  # "Selma Tirk, host of a talk show"
    return signs + _befalls_people(root) + _does_as_people_do(root)


def _is_role(token: Token) -> bool:
    return token.tag_ == "NN" and token.lemma_.lower() in load_words().people


def _befalls_people(token: Token) -> bool:
    """Say whether only people suffer what the token's verb says: "was stabbed", "stabbed Selma Tirk"."""
    return token.dep_ in ("nsubjpass", "dobj") and token.head.lemma_ in cue_words("person_verbs")


def _does_as_people_do(token: Token) -> bool:
    """Say whether only people do what the token's verb says: "pleaded guilty", "fled"."""
    return token.dep_ == "nsubj" and token.head.lemma_ in cue_words("person_acts")


def _is_called(doc: Doc, first: int) -> bool:
    """Say whether the words before name somebody: "identified as X", "calling himself X", "his wife, X,"."""
    before = list(doc[max(0, first - 3) : first])
    if not before:
        return False
    if before[-1].lower_ in ("himself", "herself", "named"):
        return True
    if before[-1].lower_ == "as":
        return any(token.lemma_ in ("identify", "name", "know") for token in before)
    is_person = len(before) > 1 and before[-2].tag_ == "NN" and before[-2].lemma_.lower() in load_words().people
    return before[-1].text == "," and is_person


def _first_noun(tokens: Iterable[Token]) -> str | None:
    last = None
    for token in tokens:
        if last is not None and token.pos_ not in ("NOUN", "PROPN"):
            break
        if token.text == ",":
            break
        last = token.lemma_.lower() if token.pos_ == "NOUN" else last
    return last


def bare_name(doc: Doc, first: int, last: int) -> str:
    """Return the name without titles before it."""
    words = load_words()
    while first + 1 < last and doc[first].text in words.titles:
        first += 1
    return doc[first:last].text
