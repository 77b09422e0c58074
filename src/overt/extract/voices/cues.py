"""Reads the cue table (knowledge/cues.yaml) and finds its words in a parse: Doc -> places where a cue stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from overt.base.errors import KnowledgeError
from overt.base.knowledge import read_knowledge
from overt.types.account import Stage
from overt.types.claim import Certainty, Commitment, Polarity, SpeakerKind, SpeechAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One row of the cue table."""

    id: str
    pos: str
    content: frozenset[str]
    source: str  # subject | object | owner | none
    link: str  # "" | "speaker" | "hearsay"
    speech_act: SpeechAct | None
    commitment: Commitment | None
    certainty: Certainty | None
    polarity: Polarity | None
    negated: Polarity
    stage: Stage | None
    band: str | None
    basis: str | None
    speaker_kind: SpeakerKind | None
    voice: str  # "" | active | passive
    not_before: frozenset[str] = frozenset()
    not_as: frozenset[str] = frozenset()
    needs_speaker: bool = False
    relay: bool = False
    medium: bool = False
    generic: bool = False
    attitude: bool = False  # gives an attribution, but tells nothing of who vouches for the act


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePlace:
    """A cue where it stands: `anchor` is its head word, `words` all its words (token indexes)."""

    cue: Cue
    anchor: Token
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The cue table, indexed by the first word of each entry."""

    by_lemma: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    by_form: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    carriers: frozenset[str]
    happening: frozenset[str]
    negators: frozenset[str]
    nobody: frozenset[str]
    adjunct_marks: frozenset[str]
    bases: Mapping[str, str]  # word -> basis
    media_nouns: frozenset[str]
    occasions: frozenset[str]
    ties: frozenset[str]
    quoted: Cue
    headline: Cue


@cache
def read_lexicon() -> Lexicon:
    """Return the cue table. Raises KnowledgeError if a row is wrong."""
    table = read_knowledge("cues.yaml")
    by_lemma: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    by_form: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for row in table["cues"]:
        cue = _cue_of(row)
        index = by_lemma if cue.pos in ("verb", "noun") else by_form
        for phrase in row["words"]:
            words = tuple(phrase.split())
            index.setdefault(words[0], []).append((words, cue))
    return Lexicon(
        by_lemma={word: tuple(rows) for word, rows in by_lemma.items()},
        by_form={word: tuple(rows) for word, rows in by_form.items()},
        carriers=frozenset(table["carriers"]),
        happening=frozenset(table["happening"]),
        negators=frozenset(table["negators"]),
        nobody=frozenset(table["nobody"]),
        adjunct_marks=frozenset(table["adjunct_marks"]),
        bases={word: basis for basis, words in table["bases"].items() for word in words},
        media_nouns=frozenset(table["media_nouns"]),
        occasions=frozenset(table["occasions"]),
        ties=frozenset(table["ties"]),
        quoted=next(_cue_of(row) for row in table["cues"] if row["id"] == "quoted"),
        headline=next(_cue_of(row) for row in table["cues"] if row["id"] == "headline"),
    )


def _cue_of(row: Mapping[str, Any]) -> Cue:
    try:
        link = {True: "speaker", "hearsay": "hearsay"}.get(row.get("link", False), "")
        return Cue(
            id=row["id"],
            pos=row["pos"],
            content=frozenset(row["content"]),
            source=row.get("source", "subject" if link and row["pos"] == "verb" else "none"),
            link=link,
            speech_act=SpeechAct(row["speech_act"]) if "speech_act" in row else None,
            commitment=Commitment(row["commitment"]) if "commitment" in row else None,
            certainty=Certainty(row["certainty"]) if "certainty" in row else None,
            polarity=Polarity(row["polarity"]) if "polarity" in row else None,
            negated=Polarity(row.get("negated", "neither")),
            stage=Stage(row["stage"]) if "stage" in row else None,
            band=row.get("band"),
            basis=row.get("basis"),
            speaker_kind=SpeakerKind(row["speaker_kind"]) if "speaker_kind" in row else None,
            voice=row.get("voice", ""),
            not_before=frozenset(row.get("not_before", ())),
            not_as=frozenset(row.get("not_as", ())),
            needs_speaker=row.get("speaker") == "required",
            relay=row.get("relay", False),
            medium=row.get("medium", False),
            generic=row.get("generic", False),
            attitude=row.get("attitude", False),
        )
    except (KeyError, ValueError) as error:
        raise KnowledgeError(
            f"a cue row is wrong: {error}", where=f"cues.yaml: {row.get('id', row)}", todo="Correct the row."
        ) from error


_TAGS = {"verb": ("VB", "MD"), "noun": ("NN",), "modal": ("MD",)}
_SMALL = frozenset({"DT", "RB", "PRP$", "JJ", "TO", "PRP", "NNP"})


def find_places(doc: Doc) -> Iterator[CuePlace]:
    """Yield every place where a cue stands; a longer phrase hides a shorter one of the same place and word class."""
    lexicon = read_lexicon()
    for token in doc:
        lemma, form = token.lemma_.lower(), token.lower_
        rows = lexicon.by_lemma.get(lemma, ()) + lexicon.by_form.get(form, ())
        if not rows:
            continue
        found = [
            (cue, words) for entry, cue in rows if _fits(cue, token) and (words := _match(doc, token, entry, cue.pos))
        ]
        longest = max((len(words) for _, words in found), default=0)
        for cue, words in found:
            if len(words) == longest or (cue.pos == "verb" and len(words) == 1 and longest == 1):
                yield CuePlace(cue=cue, anchor=_anchor(doc, words, cue.pos), words=words)


def _fits(cue: Cue, token: Token) -> bool:
    """Sense filter by word class (codebook §7, scope rule 5): "May" the month, a "charged" battery, a "claim" form."""
    tag = token.tag_
    if cue.not_before and token.i + 1 < len(token.doc) and token.nbor().lower_ in cue.not_before:
        return False
    if cue.pos == "adj":
        return token.dep_ in _ADJECTIVES or tag.startswith(("JJ", "RB"))
    if cue.pos == "adv":
        return tag.startswith("RB") or token.dep_ == "advmod"
    if cue.pos not in _TAGS:
        return True
    if token.dep_ == "compound" or token.dep_ in cue.not_as or (cue.pos == "verb" and token.dep_ == "amod"):
        return False
    is_mistagged = _is_mistagged(token)
    is_hidden = cue.pos == "verb" and (_starts_phrase(token) or is_mistagged)
    return is_hidden or (tag.startswith(_TAGS[cue.pos]) and not (cue.pos == "noun" and is_mistagged))


_ADJECTIVES = frozenset({"amod", "acomp", "oprd", "attr", "nmod", "compound", "ROOT", "conj"})


def _starts_phrase(token: Token) -> bool:
    """Say whether a phrase of a verb may begin here: "not know" begins with its negation."""
    return token.dep_ == "neg" or token.lower_ in ("unable", "not")


def _is_mistagged(token: Token) -> bool:
    """Say whether a noun tag hides the verb of a sentence: "Documents ... show that", "Local media report that"."""
    if token.dep_ != "ROOT" or not token.tag_.startswith("NN"):
        return token.dep_ == "ROOT" and any(c.dep_ == "ccomp" and c.i > token.i for c in token.children)
    has_clause = any(
        c.dep_ == "ccomp" or (c.dep_ == "acl" and any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children))
        for c in token.rights
    )
    return has_clause and not any(c.dep_ == "det" for c in token.children)


def _match(doc: Doc, first: Token, entry: tuple[str, ...], pos: str) -> tuple[int, ...]:
    """Return the indexes of the words of an entry that begins at `first`; at most two small words stand between two."""
    if len(entry) == 1:
        return (first.i,)
    found, at = [first.i], first.i
    for word in entry[1:]:
        for gap in range(1, 4):
            if at + gap >= len(doc):
                return ()
            token = doc[at + gap]
            if word in (token.lower_, token.lemma_.lower()):
                found.append(token.i)
                at = token.i
                break
            if pos not in ("verb", "noun") or token.tag_ not in _SMALL:
                return ()
        else:
            return ()
    return tuple(found)


def _anchor(doc: Doc, words: tuple[int, ...], pos: str) -> Token:
    if pos == "verb":
        verbs = [doc[i] for i in words if doc[i].pos_ in ("VERB", "AUX")]
        return verbs[0] if verbs else doc[words[0]]
    if pos in ("adv", "adj", "noun"):
        return doc[words[-1]]
    return doc[words[0]]
