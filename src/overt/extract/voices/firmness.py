"""Says how firmly something is said: the cues that govern a word -> speech act, polarity, certainty, basis."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.hits import Hit
from overt.extract.voices.sources import is_negated
from overt.types.claim import Certainty, Commitment, Polarity, SpeechAct

_WEAKNESS = {Certainty.FIRM: 0, Certainty.HEDGED: 1, Certainty.SPECULATIVE: 2, Certainty.UNSTATED: 3}
_DISTANCE = {Commitment.ENDORSES: 0, Commitment.REPORTS: 1, Commitment.DISTANCES: 2, Commitment.REJECTS: 3}
_PLAIN = frozenset({SpeechAct.ASSERT, SpeechAct.REPORT_AS_FACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How something is said, all its cues taken together (codebook §7)."""

    speech_act: SpeechAct = SpeechAct.REPORT_AS_FACT
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.FIRM
    commitment: Commitment = Commitment.ENDORSES
    band: str | None = None
    cues: tuple[str, ...] = ()
    basis: str = "not_stated"


def weigh_cues(token: Token, hits: Sequence[Hit]) -> Firmness:
    """Return what the cues that govern `token` (innermost first) say together.

    The weakest certainty wins and all cues are kept (scope rule 4); an act that says no, or nothing, wins.
    """
    polarity = _own_polarity(token, hits)
    is_open = polarity is Polarity.NEITHER
    certainty, commitment = Certainty.UNSTATED if is_open else Certainty.FIRM, Commitment.ENDORSES
    act, denier, band, basis = None, None, None, None
    for hit in hits:
        cue = hit.cue
        # "has not been charged", "did not deny": what is said is that it was not said
        said = SpeechAct.ASSERT if hit.negated and cue.speech_act is not None else cue.speech_act
        before = polarity
        polarity = _turn(polarity, hit)
        if hit.negated and cue.negated is Polarity.AFFIRMED:
            continue  # "no doubt that", "failed to foil": what it would take away stands
        if cue.certainty is not None and _WEAKNESS[cue.certainty] > _WEAKNESS[certainty]:
            certainty = cue.certainty
            act = said or act
        elif act is None or (act in _PLAIN and said not in (None, *_PLAIN) and certainty == cue.certainty):
            act = said or act
        if polarity is not before and cue.speech_act not in (None, *_PLAIN) and not hit.negated:
            denier = cue.speech_act
        if cue.commitment is not None and _DISTANCE[cue.commitment] > _DISTANCE[commitment]:
            commitment = cue.commitment
        band = band or cue.band
        basis = basis or cue.basis
    if is_open and denier is None:
        denier = SpeechAct.ASK if _is_asked(token) else act or SpeechAct.ASSERT
    return Firmness(
        speech_act=denier or act or SpeechAct.REPORT_AS_FACT,
        polarity=polarity,
        certainty=certainty,
        commitment=commitment,
        band=band,
        cues=tuple(dict.fromkeys(hit.cue.id for hit in hits)),
        basis=basis or "not_stated",
    )


def _turn(polarity: Polarity, hit: Hit) -> Polarity:
    """Put one cue over the polarity of what it governs."""
    if polarity is Polarity.NEITHER:
        return polarity
    if hit.negated:
        if (
            hit.cue.negated is Polarity.NEITHER
            and hit.cue.link == ""
            and hit.cue.certainty is None
            and hit.cue.stage is None
        ):
            return _opposite(polarity)
        if hit.cue.polarity is Polarity.NEITHER and hit.cue.negated is not Polarity.AFFIRMED:
            return Polarity.NEITHER
        return (
            _opposite(polarity)
            if hit.cue.negated is Polarity.DENIED
            else polarity
            if hit.cue.negated is Polarity.AFFIRMED
            else Polarity.NEITHER
        )
    if hit.cue.polarity is Polarity.DENIED:
        return _opposite(polarity)
    return Polarity.NEITHER if hit.cue.polarity is Polarity.NEITHER else polarity


def _opposite(polarity: Polarity) -> Polarity:
    return {Polarity.AFFIRMED: Polarity.DENIED, Polarity.DENIED: Polarity.AFFIRMED}.get(polarity, polarity)


def _own_polarity(token: Token, hits: Sequence[Hit]) -> Polarity:
    """Return the polarity that the grammar of the act's own clause gives, up to the first cue that governs it."""
    if _is_asked(token) or _is_open(token):
        return Polarity.NEITHER
    anchors = {hit.anchor.i for hit in hits}
    is_denied = is_negated(token) or _is_after_not(token)
    node = token
    while node.head.i != node.i and node.head.i not in anchors and node.dep_ in _CARRIED:
        if node.dep_ == "conj":
            if _is_own_clause(node) or _is_contrast(node):
                break
            is_denied |= is_negated(node.head) and not any(c.lower_ == "but" for c in node.head.children)
        elif _hands_down(node, token):
            is_denied = not is_denied
        node = node.head
    return Polarity.DENIED if is_denied else Polarity.AFFIRMED


# How an act can hang on a word whose negation is its own.
_CARRIED = frozenset({"xcomp", "pcomp", "pobj", "prep", "dobj", "attr", "nsubjpass", "acomp", "nsubj", "conj",
                      "compound", "amod", "nmod"})  # fmt: skip
_ARGUMENTS = frozenset({"dobj", "attr", "nsubjpass", "acomp"})
_OF = frozenset({"of", "in", "behind", "to", "with", "on", "for"})


def _is_after_not(token: Token) -> bool:
    """Say whether "not" stands right before the noun: "a gas leak, not a bomb"."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    before = token.i - 1
    while before > token.sent.start and token.doc[before].dep_ in ("det", "amod", "compound"):
        before -= 1
    if before < token.sent.start or token.doc[before].lower_ != "not":
        return False
    return token.dep_ == "appos" or token.doc[before].head.i != token.head.i


def _is_contrast(node: Token) -> bool:
    """Say whether "but" sets what follows against what is denied: "not an accident but arson"."""
    return is_negated(node.head.head) and any(c.lower_ == "but" and c.i < node.i for c in node.head.children)


def _is_own_clause(verb: Token) -> bool:
    return verb.head.pos_ in ("VERB", "AUX") and any(c.dep_ in ("aux", "auxpass", "nsubj") for c in verb.children)


def _hands_down(node: Token, token: Token) -> bool:
    """Say whether the negation of the word above denies the act ("did not carry out the attack")."""
    head, dep, lexicon = node.head, node.dep_, read_lexicon()
    if dep in ("pcomp", "pobj") and head.lower_ == "without":
        return True
    if not is_negated(head):
        return False
    if dep == "xcomp" or (dep in ("pcomp", "pobj") and head.lower_ in _OF):
        return True
    if dep == "prep":
        return node.lower_ in _OF and (head.lemma_ in lexicon.carriers or head.pos_ == "NOUN")
    is_carried = dep in _ARGUMENTS and head.lemma_ in lexicon.carriers
    is_happening = dep == "nsubj" and head.lemma_ in lexicon.happening and token.pos_ != "VERB"
    return (is_carried or is_happening) and not is_negated(node)


def _is_asked(token: Token) -> bool:
    """Say whether the clause is a question."""
    sentence = token.sent
    last = next((t for t in reversed(list(sentence)) if not t.is_quote and not t.is_space), None)
    return last is not None and last.lower_ == "?" and token.sent.root in (token, *token.ancestors)


def _is_open(token: Token) -> bool:
    """Say whether the act stands under "if" or "whether"."""
    node = token
    for _ in range(3):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "whether", "unless") for c in node.children):
            return True
        if node.head.i == node.i or node.dep_ not in ("xcomp", "dobj", "nsubjpass", "conj"):
            return False
        node = node.head
    return False
