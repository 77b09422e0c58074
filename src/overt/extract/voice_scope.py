"""Finds what each cue governs and who speaks through it: Doc -> hits (cue, source word, governed words)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from overt.extract.voice_cues import Cue, CuePlace, find_places, read_lexicon
from overt.types.claim import SpeechAct

_CLAUSES = frozenset({"ccomp", "xcomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_ATTACHED = frozenset({"parataxis", "advcl", "dep", "ccomp"})
_TEMPORAL = frozenset({"after", "before", "during", "following", "since", "despite", "amid", "until", "because", "via"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A cue with what it governs. `outer` marks the one who passes on ("X cited Y as saying": X)."""

    cue: Cue
    anchor: Token
    words: tuple[int, ...]
    source: Token | None
    roots: tuple[Token, ...]
    negated: bool = False
    outer: bool = False

    @property
    def is_speech(self) -> bool:
        """Say whether it is a speaker's word, whose content reaches down to the last clause."""
        return (
            bool(self.cue.link == "speaker" and self.cue.content & {"clause", "that"})
            or self.cue.relay
            or self.cue.pos == "prep"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocHits:
    """All hits of one passage, findable by the word that heads what they govern."""

    hits: tuple[Hit, ...]
    by_root: dict[int, tuple[Hit, ...]]
    lifted: dict[int, Token]  # word -> the noun it belongs to, where the parse hung it elsewhere ("a plot to kill")

    def governing(self, token: Token) -> tuple[Hit, ...]:
        """Return the hits that govern a word, innermost first."""
        found: list[Hit] = []
        path: list[Token] = []
        node = token
        while True:
            path.append(node)
            found.extend(hit for hit in self.by_root.get(node.i, ()) if hit not in found and _reaches(hit, path))
            above = self.lifted.get(node.i, node.head)
            if above.i == node.i or len(path) > _DEEPEST:
                return tuple(found)
            node = above


_DEEPEST = 60
_KEY = "overt_voice_hits"


def find_hits(doc: Doc) -> DocHits:
    """Return the hits of a passage; they are kept with the parse, since stage and voice both ask."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = _find_hits(doc)
    hits: DocHits = doc.user_data[_KEY]
    return hits


def _find_hits(doc: Doc) -> DocHits:
    hits: list[Hit] = []
    for place in find_places(doc):
        hits.extend(_hits_of(place))
    hits = [_carry(hit, hits) for hit in hits]
    by_root: dict[int, list[Hit]] = {}
    for hit in hits:
        for root in hit.roots:
            if not hit.cue.attitude:
                by_root.setdefault(root.i, []).append(hit)
    lifted = {
        root.i: hit.anchor
        for hit in hits
        for root in hit.roots
        if hit.cue.pos == "noun"
        and root.i > hit.anchor.i
        and not hit.anchor.is_ancestor(root)
        and not root.is_ancestor(hit.anchor)
    }
    return DocHits(
        hits=tuple(hits), lifted=lifted, by_root={i: tuple(sorted(rows, key=_rank)) for i, rows in by_root.items()}
    )


def _rank(hit: Hit) -> tuple[int, int]:
    """Order hits on the same word, innermost first: its own modifiers, then quoted origins, then those who pass on."""
    if hit.cue.pos in ("adv", "adj", "modal"):
        return (0, 0)
    depth = sum(1 for _ in hit.anchor.ancestors)
    return (3 if hit.outer else 1 if hit.cue.source == "object" or hit.cue.relay else 2, -depth)


def _reaches(hit: Hit, path: list[Token]) -> bool:
    """Say whether a hit whose root ends `path` governs the word that begins it."""
    if any(step.i in hit.words for step in path):
        return False
    if hit.source is not None and any(step.i == hit.source.i for step in path) and hit.source.i != path[-1].i:
        return False
    if path[-1].pos_ == "NOUN" and any(step.lemma_ in read_lexicon().ties for step in path[1:]):
        return False
    if hit.is_speech:
        return True
    above = hit.cue.pos in ("adv", "modal")
    return not any(
        _is_closed(step, head, above and head.i == path[-1].i) for step, head in zip(path, path[1:], strict=False)
    )


def _is_closed(step: Token, head: Token, at_head: bool) -> bool:
    """Say whether a hedge, a charge or a stage of `head` stops before `step` (taken for granted there)."""
    if step.dep_ == "relcl":
        return not (any(c.dep_ == "aux" and c.tag_ == "TO" for c in step.children))
    if step.dep_ in ("prep", "pobj", "pcomp") and (step if step.dep_ == "prep" else head).lower_ in _TEMPORAL:
        return True
    if step.dep_ == "advcl":
        marks = read_lexicon().adjunct_marks
        return any(c.dep_ in ("mark", "advmod", "prep") and c.lower_ in marks and c.i < step.i for c in step.children)
    if step.dep_ == "conj" and head.pos_ in ("VERB", "AUX") and step.pos_ in ("VERB", "AUX"):
        return any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in step.children)
    return at_head and step.dep_ in _SUBJECTS and head.pos_ in ("VERB", "AUX")


def _hits_of(place: CuePlace) -> Iterator[Hit]:
    cue, anchor = place.cue, place.anchor
    passive = is_passive(anchor)
    if cue.pos == "verb" and cue.voice and (cue.voice == "passive") != passive:
        return
    if cue.pos == "modal" and anchor.lower_ == "could" and is_negated(anchor.head):
        return  # "could not" tells of being unable, not of chance
    if cue.relay:
        yield from _relayed(place, passive)
        if "carried" not in cue.content or anchor.tag_ != "VBG":
            return
    if (
        anchor.dep_ == "pcomp"
        and anchor.head.lower_ == "as"
        and anchor.head.head.lemma_ in _RELAYS
        and cue.pos == "verb"
    ):
        return
    tail = _tail(place) if cue.pos == "verb" and cue.content & {"clause", "that"} else None
    roots = tail[1] if tail is not None else tuple(_roots(place, passive))
    if not roots and not (cue.link and cue.pos == "verb"):
        return
    yield Hit(
        cue=cue,
        anchor=anchor,
        words=place.words,
        source=tail[0] if tail is not None else _source(place, passive),
        roots=roots,
        negated=is_negated(anchor, place.words),
    )


_RELAYS = frozenset({"cite", "quote", "recall", "remember", "describe", "report", "paraphrase"})


def _tail(place: CuePlace) -> tuple[Token, tuple[Token, ...]] | None:
    """Read a speaker put behind by its commas, which the small parser often hangs elsewhere.

    ", the Kestrel news site reported Tuesday" and ", says the chief": the noun phrase next to the verb speaks.
    """
    anchor, doc = place.anchor, place.anchor.doc
    sentence = anchor.sent
    before = doc[anchor.i - 1] if anchor.i > sentence.start else None
    after = doc[anchor.i + 1] if anchor.i + 1 < sentence.end else None
    if before is None or anchor.tag_ not in ("VBD", "VBZ", "VBP") or any(c.dep_ == "ccomp" for c in anchor.children):
        return None
    if before.is_punct and before.lower_ in _ENDS and after is not None and not after.is_punct:
        chunk = next((c for c in sentence.noun_chunks if c.start == after.i), None)
        is_subject = chunk is not None and (chunk.root.dep_ == "nsubj" or _subject(anchor) is None)
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


def _relayed(place: CuePlace, passive: bool) -> Iterator[Hit]:
    """Read "X cited Y as saying": Y is the origin, X passes on."""
    anchor = place.anchor
    saying = next((v for p in anchor.children if p.lower_ == "as" for v in p.children if v.dep_ == "pcomp"), None)
    if saying is None:
        saying = next((v for o in anchor.children if o.dep_ == "dobj" for p in o.children if p.lower_ == "as"
                       for v in p.children if v.dep_ == "pcomp"), None)  # fmt: skip
    if saying is None:
        return
    roots = [c for verb in (saying, anchor) for c in verb.children if c.dep_ in _CLAUSES and c.i != saying.i]
    if not roots and anchor.dep_ in _ATTACHED and anchor.head.pos_ in ("VERB", "AUX"):
        roots = [anchor.head]
    words = (*place.words, saying.head.i, saying.i)
    origin = _subject(anchor) if passive else _child(anchor, "dobj")
    teller = _agent(anchor) if passive else _subject(anchor)
    common = Hit(cue=place.cue, anchor=anchor, words=words, source=origin, roots=tuple(roots))
    yield common
    if teller is not None:
        yield replace(common, source=teller, outer=True)


def _carry(hit: Hit, hits: list[Hit]) -> Hit:
    """Give "citing X" what the verb it hangs on governs: "the paper reported that ..., citing X"."""
    if "carried" not in hit.cue.content or hit.cue.pos != "verb" or hit.anchor.tag_ != "VBG" or hit.outer:
        return hit
    if hit.roots and hit.roots != (hit.anchor.head,):
        return hit
    for other in hits:
        if other.anchor.i == hit.anchor.head.i and other.cue.link and other.roots and other is not hit:
            return replace(hit, roots=other.roots)
    return hit


def _roots(place: CuePlace, passive: bool) -> Iterator[Token]:
    cue, anchor = place.cue, place.anchor
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
                c for c in anchor.children if c.dep_ in ("compound", "amod", "nmod") and c.pos_ in ("NOUN", "PROPN")
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
            is_clause = child.dep_ in _CLAUSES or (
                place.cue.pos == "adj" and child.dep_ in ("advcl", "csubj", "nsubj") and child.pos_ in ("VERB", "AUX")
                and _opens(child) in ("if", "whether", "that", "who", "what", "how", "why", "when", "where")
            )  # fmt: skip
            if (
                is_clause
                and child.i != anchor.i
                and (label != "that" or child.dep_ == "ccomp")
                and (label != "whether_clause" or _opens(child) in _WHETHER)
            ):
                found = True
                yield child
    is_put_in = place.cue.pos == "verb" and anchor.dep_ in _ATTACHED and anchor.head.pos_ in ("VERB", "AUX")
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
    if anchor.dep_ == "ccomp" and anchor.i < anchor.head.i and _subject(anchor) is not None:
        return _opens(anchor) == "" and anchor.head.lemma_ not in ("say", "tell")
    has_subject = any(c.dep_ in _SUBJECTS for c in anchor.children)
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


def _source(place: CuePlace, passive: bool) -> Token | None:
    cue, anchor = place.cue, place.anchor
    if cue.source == "object":
        last = anchor.doc[place.words[-1]]
        return _child(anchor, "dobj") if cue.pos == "verb" else _child(last, "pobj")
    if cue.source == "owner":
        return _owner(anchor)
    if cue.source == "subject":
        if passive:
            return _agent(anchor)
        return _subject(anchor) or (_beside_verb(anchor) if cue.content & {"clause", "that"} else None)
    return None


def _child(token: Token, dep: str) -> Token | None:
    return next((c for c in token.children if c.dep_ == dep), None)


def _agent(anchor: Token) -> Token | None:
    for prep in anchor.children:
        if prep.lower_ == "by":
            return _child(prep, "pobj")
    return None


def _subject(anchor: Token) -> Token | None:
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
        owner = _owner(noun) or (_subject(noun.head) if noun.dep_ == "dobj" else None)
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
                    return chunk.root
    return None


def _owner(noun: Token) -> Token | None:
    """Return whose claim it is: "X's claim", "a claim by X", "X made the claim"."""
    owner = _child(noun, "poss")
    if owner is not None:
        return owner
    for prep in noun.children:
        if prep.lower_ in ("by", "from"):
            return _child(prep, "pobj")
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
        return _subject(noun.head)
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


def is_denial(hit: Hit) -> bool:
    """Say whether the hit is an act that says no."""
    return hit.cue.speech_act in (SpeechAct.DENY, SpeechAct.ACQUIT, SpeechAct.NO_COMMENT, SpeechAct.RETRACT)
