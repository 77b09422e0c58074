"""Says what a speaker is: the word that heads a noun phrase -> `Speaker` (name, description, kind, span)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.errors import KnowledgeError
from overt.base.knowledge import read_knowledge
from overt.extract.parse import Parsed
from overt.types.claim import Speaker, SpeakerKind

_PRONOUNS = (
    "he she they it him her them i we you who that which this one those these some many others all both several most "
    "what himself herself everyone another few none nobody someone anyone there"
)
PRONOUNS = frozenset(_PRONOUNS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerWords:
    """The word list of knowledge/speakers.yaml, by word or phrase, and the outlets known by name."""

    kind_of: Mapping[str, SpeakerKind]
    longest: int
    transparent: frozenset[str]
    anonymous: frozenset[str]
    definite: Mapping[str, frozenset[str]]
    bases: Mapping[SpeakerKind, str]
    own: frozenset[str]
    outlet_ends: frozenset[str]
    former: frozenset[str]
    outlets: frozenset[str]


@cache
def read_speaker_words() -> SpeakerWords:
    """Return the word list. Raises KnowledgeError if a kind is unknown."""
    table = read_knowledge("speakers.yaml")
    try:
        kind_of = {word: SpeakerKind(kind) for kind, words in reversed(table["kinds"].items()) for word in words}
        bases = {SpeakerKind(kind): basis for kind, basis in table["bases"].items()}
    except ValueError as error:
        raise KnowledgeError(f"not a kind of speaker: {error}", where="speakers.yaml", todo="Correct it.") from error
    return SpeakerWords(
        kind_of=kind_of,
        longest=max(len(word.split()) for word in kind_of),
        transparent=frozenset(table["transparent"]),
        anonymous=frozenset(table["anonymous"]),
        definite={kind: frozenset(words) for kind, words in table["definite"].items()},
        bases=bases,
        own=frozenset(table["own"]),
        outlet_ends=frozenset(table["outlet_name_ends"]),
        former=frozenset(table["former"]),
        outlets=_known_outlets(),
    )


def _known_outlets() -> frozenset[str]:
    try:
        known: Any = read_knowledge("outlets_known.yaml")
    except KnowledgeError:  # an installation without the list still knows an outlet by its words
        return frozenset()
    names: set[str] = set()

    def collect(part: Any) -> None:
        if isinstance(part, str):
            names.add(plain_name(part))
        elif isinstance(part, Mapping):
            collect(part.get("name") or list(part.values()))
            collect(part.get("names") or [])
        elif isinstance(part, list):
            for item in part:
                collect(item)

    collect(known)
    return frozenset(names)


def plain_name(name: str) -> str:
    """Return a name for comparison: lower case, without "the"."""
    return name.lower().removeprefix("the ").strip()


def is_outlet_name(name: str) -> bool:
    """Say whether a name is that of a known outlet, or ends as outlets' names do."""
    words = read_speaker_words()
    plain = plain_name(name)
    return plain in words.outlets or any(plain.endswith(f" {end}") for end in words.outlet_ends)


def noun_phrase(head: Token, *, with_clauses: bool = False) -> TokenSpan:
    """Return the words of a speaker: its noun phrase with appositions, and with its relative clauses if wanted."""
    doc, left, right = head.doc, head.left_edge.i, head.i
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "advcl", "ccomp", "cc", "conj", "punct", "parataxis", "dep", "advmod"):
            if child.dep_ in ("cc", "conj") and head.pos_ != "VERB":
                right = max(right, child.right_edge.i if child.dep_ == "conj" and child.n_rights < 4 else child.i)
                continue
            if child.dep_ == "punct" and child.lower_ in (",", "-", "(", ")"):
                continue
            if not (with_clauses and child.dep_ in ("relcl", "acl") and child.dep_ != head.dep_):
                break
        right = max(right, child.right_edge.i)
    while right > head.i and (doc[right].is_punct or doc[right].dep_ == "cc"):
        right -= 1
    while left < head.i and doc[left].is_punct:
        left += 1
    return doc[left : right + 1]


def name_tokens(head: Token) -> TokenSpan | None:
    """Return the proper name that a noun phrase carries: its head, or an apposition of it; None if it has none."""
    for noun in (head, *(c for c in head.children if c.dep_ == "appos")):
        if (noun.pos_ != "PROPN" and not noun.ent_type_) or not noun.text[0].isupper() or noun.tag_ == "NN":
            continue
        left = noun.i
        while (
            left > 0
            and noun.doc[left - 1].dep_ in ("compound", "nmod", "amod")
            and noun.doc[left - 1].text[0].isupper()
            and left - 1 >= noun.left_edge.i
        ):
            left -= 1
        right = noun.i
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == right + 1:
                inner = [c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
                if inner and noun.ent_type_ != "PERSON":
                    right = inner[0].i
        return noun.doc[left : right + 1]
    return None


def _title_of(head: Token) -> TokenSpan | None:
    """Return the proper name that stands before "news website" or "newspaper"."""
    names = [t for t in head.doc[head.left_edge.i : head.i] if t.pos_ == "PROPN" and not _is_origin(t)]
    return head.doc[names[0].i : names[-1].i + 1] if names else None


def _is_newswire(head: Token, cue: str) -> bool:
    """Say whether "the Norda agency" is a news agency: its name stands before it and it reports."""
    title = _title_of(head) if head.text == "agency" else None
    return title is not None and cue in _REPORTING and title.text.lower() not in read_speaker_words().kind_of


_REPORTING = frozenset({"reported", "reports", "reporting", "report", "cited", "citing", "quoted", "quoting"})


def _is_origin(token: Token) -> bool:
    """Say whether a word before "newspaper" only tells where it is from: "Lithuanian", "Warsaw"."""
    return token.text in state_names() or token.lower_.endswith(("ian", "ish", "ese", "an", "ch"))


def describe_speaker(parsed: Parsed, head: Token, cue: str) -> Speaker:
    """Return the speaker that `head` heads; `cue` are the words that make it one."""
    phrase = noun_phrase(head)
    name = None if head.lower_ in PRONOUNS else name_tokens(head)
    kind = SpeakerKind.OUTLET if _is_newswire(head, cue) else speaker_kind(head, name)
    if name is None and kind is SpeakerKind.OUTLET:
        name = _title_of(head)
    named = name is not None
    text = phrase.text.strip("\"“”'‘’ ")
    return Speaker(
        name=_clean(name.text) if name is not None else None,
        description=None if name is not None and text == name.text else text,
        kind=kind,
        named=named,
        cue=cue,
        span=parsed.span_of(name if name is not None else phrase),
    )


_HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "Lord", "Lady"})


def _is_state(head: Token, name: TokenSpan) -> bool:
    """Say whether a name is a state's, not a person's who is called alike."""
    before = head.doc[name.start - 1].text.rstrip(".") if name.start > 0 else ""
    return name.text in state_names() and before not in _HONORIFICS


@cache
def state_names() -> frozenset[str]:
    """Return names of states and capitals that stand for their governments ("Moscow said")."""
    return frozenset(read_knowledge("speakers.yaml")["states"])


_TITLES = ("Mr ", "Mr. ", "Mrs ", "Mrs. ", "Ms ", "Ms. ", "Dr ", "Dr. ", "Sir ")


def _clean(name: str) -> str:
    for title in _TITLES:
        name = name.removeprefix(title)
    return name.removesuffix("'s")


def _is_the_post(name: TokenSpan) -> bool:
    """Say whether a one-word name is an outlet's by its article: "the Post", "the Guardian"."""
    before = name.doc[name.start - 1].lower_ if name.start > 0 else ""
    return before == "the" and len(name) == 1 and name.text.lower() in read_speaker_words().outlet_ends


def speaker_kind(head: Token, name: TokenSpan | None) -> SpeakerKind:
    """Return the kind of the speaker, from its nouns, its name and what stands beside it."""
    words = read_speaker_words()
    known = _kind_in_full(name, words) if name is not None else None
    if known is not None:
        return known
    if any(c.lower_ in words.former for c in head.lefts):
        return SpeakerKind.UNKNOWN
    nouns = [head, *(c for c in head.children if c.dep_ == "appos")]
    is_somebody = name is not None and name.root.ent_type_ == "PERSON" and len(name) > 1
    for noun in nouns:
        kind = _kind_of_noun(noun, words)
        is_title = noun is head and name is not None and name.start == noun.i + 1  # "the newspaper Vilta Sargs"
        if kind is not None and not (is_somebody and kind is SpeakerKind.OUTLET and not is_title):
            return kind
    if name is not None:
        beside = [
            *(t for t in name if t.i != head.i),
            *(c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod")),
        ]
        for token in beside:
            found = (
                words.kind_of.get(token.lower_)
                if token.i in range(name.start, name.end)
                else _kind_of_noun(token, words)
            )
            if found is not None:
                return found
        if _is_state(head, name):
            return SpeakerKind.GOVERNMENT
    return SpeakerKind.UNKNOWN


def _kind_in_full(name: TokenSpan, words: SpeakerWords) -> SpeakerKind | None:
    """Return the kind of an outlet by its name, or of a name that the list holds: "Department of Justice"."""
    if is_outlet_name(name.text) or _is_the_post(name):
        return SpeakerKind.OUTLET
    ends = (" ".join(t.lower_ for t in name[start:]) for start in range(len(name) - 2))
    return next((words.kind_of[end] for end in ends if end in words.kind_of), None)


def _kind_of_noun(noun: Token, words: SpeakerWords) -> SpeakerKind | None:
    lemma = noun.lemma_.lower()
    phrase = [t.lower_ for t in noun.doc[max(noun.sent.start, noun.i - words.longest + 1) : noun.i + 1]]
    for length in range(len(phrase), 1, -1):
        kind = words.kind_of.get(" ".join(phrase[-length:]).replace(" 's", "'s"))
        if kind is not None:
            return kind
    if lemma in words.transparent or noun.lower_ in words.transparent:
        kind = _kind_beside(noun, words)
        if kind is not None:
            return kind
    if lemma in words.anonymous:
        return SpeakerKind.UNKNOWN
    own = words.kind_of.get(noun.lower_) or words.kind_of.get(lemma)
    if own is not None and not (own is SpeakerKind.DOCUMENT and noun.pos_ == "PROPN"):
        return own
    lefts = [c.lower_ for c in noun.lefts if c.dep_ in ("compound", "poss", "nmod") and noun.pos_ == "PROPN"]
    return next((words.kind_of[word] for word in lefts if word in words.kind_of), None)


def _kind_beside(noun: Token, words: SpeakerWords) -> SpeakerKind | None:
    """Return the kind that the words beside a spokesman, an official or a source give him."""
    for token in _beside(noun):
        kind = words.kind_of.get(token.lower_) or words.kind_of.get(token.lemma_.lower())
        if kind is not None and token.lower_ not in words.transparent:
            is_thing = kind in (SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
            return SpeakerKind.UNKNOWN if is_thing and noun.lemma_.lower() in words.anonymous else kind
    return None


def _beside(noun: Token) -> list[Token]:
    """Return the words that give a spokesman or an official his kind, nearest first."""
    lefts = [t for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod", "poss") for t in c.subtree]
    rights = [t for c in noun.rights if c.dep_ in ("prep", "amod", "appos") for t in c.subtree]
    return [*reversed(lefts), *rights]
