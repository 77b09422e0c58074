"""Finds what a cue governs: where a cue stands -> the words that head its content."""

from collections.abc import Iterator

from spacy.tokens import Token

from overt.extract.voices.cues import Cue, CuePlace
from overt.extract.voices.sources import find_subject

CLAUSES = frozenset({"ccomp", "xcomp"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
ATTACHED = frozenset({"parataxis", "advcl", "dep", "ccomp"})


def find_contents(place: CuePlace, passive: bool) -> Iterator[Token]:
    """Yield the words that head what a cue governs, each once."""
    cue = place.cue
    seen: set[int] = set()
    for label in sorted(cue.content):
        for root in _roots_by(label, place, passive):
            if root.i not in seen and root.i not in place.words:
                seen.add(root.i)
                yield root


def _roots_by(label: str, place: CuePlace, passive: bool) -> Iterator[Token]:  # noqa: C901, PLR0912 - one row a label
    cue, anchor = place.cue, place.anchor
    match label:
        case "head":
            yield from _modified(anchor)
        case "head_claim":
            if anchor.dep_ == "amod":
                yield anchor.head
            elif anchor.dep_ in ("acomp", "attr", "oprd"):
                yield from (c for c in anchor.head.children if c.dep_ in ("nsubj", "nsubjpass"))
        case "clause" | "clause_to" | "whether_clause" | "that":
            yield from _clauses(place, label)
            if label == "whether_clause":  # "looking into whether"
                yield from (c for t in anchor.children if t.dep_ == "prep" for c in t.children
                            if c.dep_ in ("pcomp", "ccomp") and _opens(c) in _WHETHER)  # fmt: skip
        case "into_crime":
            yield from (
                c
                for c in _after_preposition(anchor, "into", place)
                if c.tag_ == "NN" and not any(d.dep_ in ("det", "poss") for d in c.children)
            )
        case "to_noun":
            yield from _after_preposition(anchor, "to", place)
        case "witnessed":
            yield from (c for c in anchor.children if c.dep_ == "dobj" and anchor.lemma_ == "witness")
        case "to" | "pcomp":
            yield from _infinitives(anchor)
        case "object" | "object_act" | "small_clause":
            yield from (c for c in anchor.children if c.dep_ in ("dobj", "oprd"))
            if place.words[-1] != anchor.i:
                yield from (c for c in anchor.doc[place.words[-1]].children if c.dep_ in ("dobj", "pobj"))
            if label == "small_clause":
                yield from (c for c in anchor.children if c.dep_ in ("ccomp", "xcomp"))
        case "subject" | "subject_act":
            yield from (c for c in anchor.children if passive and c.dep_ == "nsubjpass")
        case "compound":
            yield from (
                c
                for c in anchor.children
                if c.dep_ in ("compound", "amod", "nmod") and (c.pos_ in ("NOUN", "PROPN") or c.tag_ == "VBG")
            )
        case "phrase":
            if place.words[-1] != anchor.i:
                yield from (c for c in anchor.doc[place.words[-1]].children if c.dep_ in ("pobj", "pcomp"))
        case "carried":
            yield from _carried(anchor, cue)
        case _:
            yield from _after_preposition(anchor, label, place)


def _modified(anchor: Token) -> Iterator[Token]:
    head = anchor.head
    if anchor.dep_ in ("acomp", "oprd", "ROOT", "attr") and anchor.pos_ == "ADJ":
        return
    while head.dep_ in ("amod", "advmod", "quantmod") and head.head.i != head.i:
        head = head.head
    if head.i != anchor.i:
        yield head


def _clauses(place: CuePlace, label: str) -> Iterator[Token]:
    anchor = place.anchor
    if place.cue.pos == "noun":
        yield from (c for c in anchor.children if c.dep_ in ("acl", "ccomp", "relcl") and _opens(c) == "that")
        after = anchor.doc[anchor.i + 1] if anchor.i + 1 < len(anchor.doc) else None
        if after is not None and after.dep_ == "mark" and after.lower_ in ("that", "whether"):
            yield after.head
        return
    holders = [anchor, anchor.doc[place.words[-1]]]
    if place.cue.pos == "adj" and anchor.dep_ in ("acomp", "oprd", "attr"):
        holders.append(anchor.head)
    found = False
    for holder in holders:
        for child in holder.children:
            is_clause = child.dep_ in CLAUSES or (
                place.cue.pos == "adj" and child.dep_ in ("advcl", "csubj", "nsubj") and child.pos_ in ("VERB", "AUX")
                and _opens(child) in ("if", "whether", "that", "who", "what", "how", "why", "when", "where")
            )  # fmt: skip
            if (
                is_clause
                and child.i != anchor.i
                and not (child.i < anchor.i and any(t.text == ";" for t in anchor.doc[child.i : anchor.i]))
                and (label != "that" or child.dep_ == "ccomp")
                and (label != "whether_clause" or _opens(child) in _WHETHER)
            ):
                found = True
                yield child
    is_put_in = place.cue.pos == "verb" and anchor.dep_ in ATTACHED and anchor.head.pos_ in ("VERB", "AUX")
    if not found and is_put_in and label in ("clause", "that") and _is_put_in(anchor):
        yield anchor.head
        found = True
    if not found and place.cue.pos == "verb" and label == "clause":
        opened = list(_after_that(anchor))
        yield from opened
        if not opened and anchor.lemma_ == "say":  # what "say" has for an object is a clause the parse broke
            yield from (c for c in anchor.rights if c.dep_ in ("dobj", "advcl", "conj") and c.pos_ != "PRON")


def _after_that(anchor: Token) -> Iterator[Token]:
    """Yield the clause that "that" opens a few words on: "claimed without evidence that ..."."""
    for token in anchor.doc[anchor.i + 1 : min(anchor.i + 8, anchor.sent.end)]:
        if token.pos_ == "VERB" and token.dep_ not in ("amod", "compound"):
            return
        if token.lower_ == "that" and token.dep_ == "mark":
            yield token.head
            return


_WHETHER = frozenset({"whether", "if", "who", "how", "why", "what", "when", "where"})


def _is_put_in(anchor: Token) -> bool:
    """Say whether the verb is put into the clause it reports: "the fire, police said, was set"."""
    if anchor.dep_ == "ccomp" and anchor.i < anchor.head.i and find_subject(anchor) is not None:
        return _opens(anchor) == "" and anchor.head.lemma_ not in ("say", "tell")
    has_subject = any(c.dep_ in SUBJECTS for c in anchor.children)
    return has_subject and not any(
        c.dep_ in ("dobj", "prep") and c.i > anchor.i and c.lower_ != "in" and c.pos_ != "PROPN" and c.dep_ == "dobj"
        for c in anchor.children
    )


def _opens(verb: Token) -> str:
    """Return the word that opens a clause: "that", "whether", "who"; "" if none."""
    for child in verb.lefts:
        if child.dep_ == "mark" or child.tag_ in ("WP", "WRB", "WDT"):
            return child.lower_
    return ""


def _infinitives(anchor: Token) -> Iterator[Token]:
    yield from (
        c for c in anchor.children if c.dep_ in ("xcomp", "ccomp", "pcomp") and c.pos_ in ("VERB", "AUX", "NOUN")
    )
    yield from (c for c in anchor.children if c.dep_ in ("acl", "advcl", "relcl") and _has_to(c))
    for noun in anchor.children:
        if noun.dep_ in ("dobj", "nsubjpass") and anchor.pos_ == "VERB":
            yield from (c for c in noun.children if c.dep_ in ("acl", "relcl", "advcl") and _has_to(c))
    after = anchor.doc[anchor.i + 1] if anchor.i + 1 < len(anchor.doc) else None
    if after is not None and after.tag_ == "TO" and after.dep_ == "aux":
        yield after.head


def _has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def _carried(anchor: Token, cue: Cue) -> Iterator[Token]:
    if cue.pos == "verb" and anchor.tag_ != "VBG":
        return
    head = anchor.head
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    if head.i != anchor.i:
        yield head


def _after_preposition(anchor: Token, label: str, place: CuePlace) -> Iterator[Token]:
    first, *rest = label.split()
    last = anchor.doc[place.words[-1]]
    holders = [anchor, last, *(c for c in anchor.children if c.dep_ in ("dobj", "nsubjpass", "prep", "acomp", "oprd"))]
    holders += [c for p in anchor.children if p.dep_ == "prep" for c in p.children if c.dep_ == "pobj"]
    if anchor.pos_ == "ADP" or (anchor.dep_ == "dobj" and first == "into"):
        holders.append(anchor.head)  # "is under investigation for", "opened an inquiry into"
    for holder in holders:
        for prep in holder.children:
            if prep.lower_ != first or prep.dep_ not in ("prep", "agent", "mark", "dative", "prt"):
                continue
            inner: Token | None = prep
            if rest:
                inner = next(
                    (p for n in prep.children for p in n.children if n.lower_ == rest[0] and p.lower_ == rest[1]), None
                )
            if inner is not None:
                yield from (c for c in inner.children if c.dep_ in ("pobj", "pcomp"))
    if last.lower_ == first:
        yield from (c for c in last.children if c.dep_ in ("pobj", "pcomp"))


def find_tail(place: CuePlace) -> tuple[Token, tuple[Token, ...]] | None:
    """Read a speaker put behind by its commas, which the small parser often hangs elsewhere.

    ", the Kestrel news site reported Tuesday" and ", says the chief": the noun phrase next to the verb speaks.
    """
    anchor, doc = place.anchor, place.anchor.doc
    sentence = anchor.sent
    before = doc[anchor.i - 1] if anchor.i > sentence.start else None
    after = doc[anchor.i + 1] if anchor.i + 1 < sentence.end else None
    if (
        before is None
        or anchor.tag_ not in ("VBD", "VBZ", "VBP")
        or any(
            # "..., which the embassy denies" tells nothing of who speaks what stands before
            c.dep_ == "ccomp" or (c.tag_ == "WDT" and c.dep_ == "dobj")
            for c in anchor.children
        )
    ):
        return None
    if before.is_punct and before.lower_ in _ENDS and after is not None and not after.is_punct:
        chunk = next((c for c in sentence.noun_chunks if c.start == after.i), None)
        is_subject = chunk is not None and (chunk.root.dep_ == "nsubj" or find_subject(anchor) is None)
        if chunk is not None and is_subject and chunk.root.ent_type_ not in ("DATE", "TIME"):
            return chunk.root, tuple(_left_of(anchor, before.i))
    if anchor.dep_ not in ("acl", "relcl", "dep", "conj", "appos", "advcl") or (
        after is not None and after.lower_ in _GOES_ON
    ):
        return None
    chunk = next((c for c in sentence.noun_chunks if c.end == anchor.i), None)
    if chunk is None or chunk.start - 1 <= sentence.start or doc[chunk.start - 1].lower_ not in _ENDS:
        return None
    if (
        after is not None
        and not after.is_punct
        and after.ent_type_ not in ("DATE", "TIME")
        and after.lower_ not in ("on", "in", "last", "late", "earlier")
    ):
        return None
    return chunk.root, tuple(_left_of(anchor, chunk.start - 1))


_ENDS = frozenset({",", '"', "''", "'"})
_GOES_ON = frozenset({"that", "to", "by", "as"})


def _left_of(anchor: Token, end: int) -> Iterator[Token]:
    """Yield the words that head what stands before the comma."""
    start = anchor.sent.start
    root = anchor.sent.root
    if root.i < end:
        yield root
        return
    for token in anchor.doc[start:end]:
        if not start <= token.head.i < end and not token.is_punct:
            yield token
