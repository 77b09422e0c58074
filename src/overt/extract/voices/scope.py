"""Finds what each cue governs and who speaks through it: Doc -> hits (cue, source word, governed words)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from overt.extract.voices.contents import ATTACHED, CLAUSES, SUBJECTS, find_contents, find_tail
from overt.extract.voices.cues import CuePlace, find_places, read_lexicon
from overt.extract.voices.headlines import headline_hits
from overt.extract.voices.hits import Hit
from overt.extract.voices.sources import child_by, find_agent, find_source, find_subject, is_negated, is_passive
from overt.types.claim import Polarity

_TEMPORAL = frozenset({"after", "before", "during", "following", "since", "despite", "amid", "until", "because", "via"})


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
    hits = [*headline_hits(doc), *(_carry(hit, hits) for hit in hits)]
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
    if _doubts(hit) and any(step.lower_ == "behind" for step in path[1:]):
        return False  # whoever asks who was behind a fire takes the fire for granted
    if hit.is_speech:
        return True
    above = hit.cue.pos in ("adv", "modal")
    return not any(_is_closed(step, head, above and head.i == path[-1].i) for step, head in pairwise(path))


def _doubts(hit: Hit) -> bool:
    """Say whether a cue asks or denies what it governs."""
    return hit.negated or hit.cue.polarity in (Polarity.NEITHER, Polarity.DENIED)


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
    return at_head and step.dep_ in SUBJECTS and head.pos_ in ("VERB", "AUX")


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
    tail = find_tail(place) if cue.pos == "verb" and cue.content & {"clause", "that"} else None
    roots = tail[1] if tail is not None else tuple(find_contents(place, passive))
    if not roots and not (cue.link and cue.pos == "verb"):
        return
    yield Hit(
        cue=cue,
        anchor=anchor,
        words=place.words,
        source=tail[0] if tail is not None else find_source(place, passive),
        roots=roots,
        negated=is_negated(anchor, place.words),
    )


_RELAYS = frozenset({"cite", "quote", "recall", "remember", "describe", "report", "paraphrase"})


def _relayed(place: CuePlace, passive: bool) -> Iterator[Hit]:
    """Read "X cited Y as saying": Y is the origin, X passes on."""
    anchor = place.anchor
    saying = next((v for p in anchor.children if p.lower_ == "as" for v in p.children if v.dep_ == "pcomp"), None)
    if saying is None:
        saying = next((v for o in anchor.children if o.dep_ == "dobj" for p in o.children if p.lower_ == "as"
                       for v in p.children if v.dep_ == "pcomp"), None)  # fmt: skip
    if saying is None:
        return
    roots = [c for verb in (saying, anchor) for c in verb.children if c.dep_ in CLAUSES and c.i != saying.i]
    if not roots and anchor.dep_ in ATTACHED and anchor.head.pos_ in ("VERB", "AUX"):
        roots = [anchor.head]
    words = (*place.words, saying.head.i, saying.i)
    origin = find_subject(anchor) if passive else child_by(anchor, "dobj")
    teller = find_agent(anchor) if passive else find_subject(anchor)
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
