"""Finds who speaks through a cue: a verb, noun or preposition -> the word that heads its source."""

from spacy.tokens import Token

from overt.extract.voices.cues import CuePlace, read_lexicon


def find_source(place: CuePlace, passive: bool) -> Token | None:
    """Return the word that heads the source; None if nobody is named."""
    cue, anchor = place.cue, place.anchor
    if cue.source == "object":
        last = anchor.doc[place.words[-1]]
        return child_by(anchor, "dobj") if cue.pos == "verb" else child_by(last, "pobj")
    if cue.source == "owner":
        return _owner(anchor)
    if cue.source == "subject":
        if passive:
            return find_agent(anchor)
        return find_subject(anchor) or (_beside_verb(anchor) if cue.content & {"clause", "that"} else None)
    return None


def child_by(token: Token, dep: str) -> Token | None:
    """Return the first child that hangs on a word by this relation."""
    return next((c for c in token.children if c.dep_ == dep), None)


def find_agent(anchor: Token) -> Token | None:
    """Return who did it, of a passive ("by X")."""
    for prep in anchor.children:
        if prep.lower_ == "by":
            return child_by(prep, "pobj")
    return None


def find_subject(anchor: Token) -> Token | None:
    """Return who does it, through relative clauses, coordination and control."""
    node = anchor
    for _ in range(4):
        subjects = [c for c in node.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < node.i] or [
            c for c in node.children if c.dep_ in ("nsubj", "nsubjpass")
        ]
        if subjects:
            is_relative = subjects[-1].tag_ in ("WP", "WDT") and node.dep_ == "relcl"
            return node.head if is_relative else subjects[-1]
        if node.dep_ == "acl":
            return _issuer(node.head)
        if node.dep_ == "pcomp":
            node = node.head.head
            continue
        if node.dep_ not in ("conj", "xcomp", "advcl", "parataxis", "dep") or node.head.i == node.i:
            return None
        node = node.head
    return None


def _issuer(noun: Token) -> Token:
    """Return who issued the statement in which something is said; the noun itself where nobody did."""
    if noun.lemma_ in read_lexicon().media_nouns:
        owner = _owner(noun) or (find_subject(noun.head) if noun.dep_ == "dobj" else None)
        if owner is not None:
            return owner
    return noun


def _beside_verb(verb: Token) -> Token | None:
    """Return the noun next to a verb of saying whose subject the parse lost: ", said Marek Dus", "Marek Dus said"."""
    doc = verb.doc
    for at, step in ((verb.i + 1, 1), (verb.i - 1, -1)):
        if 0 <= at < len(doc) and doc[at].pos_ in ("PROPN", "PRON", "NOUN", "DET") and doc[at].sent == verb.sent:
            for chunk in verb.sent.noun_chunks:
                if chunk.start <= at < chunk.end and chunk.root.dep_ not in ("dobj", "pobj") and step:
                    return doc[at] if chunk.root.i == verb.i else chunk.root  # the verb itself was taken for a noun
    return None


def _owner(noun: Token) -> Token | None:
    """Return whose claim it is: "X's claim", "a claim by X", "X made the claim"."""
    owner = child_by(noun, "poss")
    if owner is not None:
        return owner
    for prep in noun.children:
        if prep.lower_ in ("by", "from"):
            return child_by(prep, "pobj")
    if noun.dep_ == "dobj" and noun.head.lemma_ in (
        "make",
        "issue",
        "give",
        "voice",
        "express",
        "level",
        "raise",
        "repeat",
    ):
        return find_subject(noun.head)
    return None


def is_passive(verb: Token) -> bool:
    """Say whether a verb is passive: "is accused", "a man accused of"."""
    if verb.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj":
        return is_passive(verb.head) and not any(c.dep_ == "nsubj" for c in verb.children)
    return verb.dep_ in ("acl", "advcl", "relcl") and not any(c.dep_ in ("nsubj", "dobj") for c in verb.children)


def is_negated(token: Token, words: tuple[int, ...] = ()) -> bool:
    """Say whether a word is itself negated: "did not", "no evidence", "nobody said"."""
    lexicon = read_lexicon()
    for child in token.children:
        if child.i in words:
            continue
        if (child.dep_ == "neg" or child.lower_ in lexicon.negators) and child.dep_ != "cc":
            return True
        if child.dep_ == "det" and child.lower_ in lexicon.nobody:
            return True
        if child.dep_ in ("nsubj", "nsubjpass") and (
            child.lower_ in lexicon.nobody or any(d.dep_ == "det" and d.lower_ == "no" for d in child.children)
        ):
            return True
    return token.dep_ == "pcomp" and token.head.lower_ == "without"
