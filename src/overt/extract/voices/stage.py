"""Says how far an act got: the word that tells it, in its clause -> stage, and whether it is told as a habit."""

from spacy.tokens import Token

from overt.extract.parse import Parsed
from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.hits import Hit
from overt.extract.voices.scope import find_hits
from overt.extract.voices.sources import is_negated
from overt.types.account import Stage
from overt.types.claim import Polarity

_HYPOTHETICAL = frozenset({"if", "unless", "whether", "lest"})


def stage_at(parsed: Parsed, token: Token) -> tuple[Stage, bool]:
    """Return the stage of the act told by `token`, and whether it is generic ("tends to recruit").

    The outermost stage word wins ("foiled a plot to kill" is foiled), up to the verb of saying, accusing or hedging.
    """
    governing = find_hits(parsed.doc).governing(token)
    is_generic = any(hit.cue.generic for hit in governing) or _is_habit(token)
    stage = _own_stage(parsed, token)
    for hit in governing:
        if hit.cue.stage is not None and not _is_past_chance(hit):
            stage = _joined(stage, hit)
        elif hit.cue.link == "speaker" and hit.cue.pos in ("verb", "prep"):
            break
    if stage is None or (stage is Stage.UNKNOWN and _is_announced(token)):
        stage = Stage.THREATENED if _is_announced(token) else _stage_by_grammar(token)
    return stage, is_generic


def _own_stage(parsed: Parsed, token: Token) -> Stage | None:
    """Return the stage that the act's own word tells: "are plotting", "attempted"."""
    own = {hit.cue.stage for hit in find_hits(parsed.doc).hits if hit.anchor.i == token.i and hit.cue.pos == "verb"}
    return next((stage for stage in (Stage.PLANNED, Stage.ATTEMPTED) if stage in own), None)


def _is_past_chance(hit: Hit) -> bool:
    """Say whether a modal only doubts what is past: "may have damaged"."""
    if hit.cue.pos != "modal" or hit.cue.speech_act is None:
        return False
    verb = hit.anchor.head
    is_supposed = any(c.dep_ == "advcl" and _is_conditional(c) for c in verb.children)  # "if it had exploded, it could"
    return not is_supposed and any(c.lower_ in ("have", "'ve") and c.dep_ == "aux" for c in verb.children)


def _joined(inner: Stage | None, hit: Hit) -> Stage:
    """Put an outer stage word over an inner stage."""
    outer = hit.cue.stage
    assert outer is not None
    if outer is Stage.FOILED and hit.negated and hit.cue.negated is Polarity.AFFIRMED:
        return inner or Stage.OCCURRED
    if outer is Stage.ATTEMPTED and inner is Stage.FOILED:
        return Stage.OCCURRED  # "failed to stop the attack"
    if outer is Stage.UNKNOWN and inner is Stage.ATTEMPTED:
        return outer  # "may try to"
    if outer in (Stage.UNKNOWN, Stage.ONGOING) and inner is not None:
        return inner
    return outer


def _stage_by_grammar(token: Token) -> Stage:
    verb = token if token.pos_ in ("VERB", "AUX") else _carrier(token)
    if verb is None:
        return Stage.OCCURRED
    if _is_conditional(verb):
        return Stage.UNKNOWN
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    is_present = bool(auxiliaries & {"is", "are", "'s", "'re", "am"}) and not auxiliaries & {
        "had",
        "has",
        "have",
        "was",
        "were",
    }
    is_perfect = bool(auxiliaries & {"has", "have"}) and "been" in auxiliaries
    if verb.tag_ == "VBG" and (is_present or is_perfect):
        return Stage.ONGOING
    return Stage.OCCURRED


def _is_announced(verb: Token) -> bool:
    """Say whether the speaker announces it: "we will punish them"."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("nsubj", "aux")}
    return bool(words & {"i", "we"}) and bool(words & {"will", "shall", "'ll"}) and not is_negated(verb)


def _carrier(noun: Token) -> Token | None:
    """Return the verb that carries an act told by a noun ("is carrying out attacks")."""
    head = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and head.lemma_ in read_lexicon().carriers:
        return head
    return None


def _is_conditional(verb: Token) -> bool:
    node = verb
    for _ in range(4):
        if any(c.dep_ in ("mark", "advmod") and c.lower_ in _HYPOTHETICAL for c in node.children):
            return True
        if node.dep_ not in ("xcomp", "conj", "advcl") or node.head.i == node.i:
            return False
        if node.dep_ == "advcl" and not any(c.tag_ == "TO" for c in node.children):
            return False
        node = node.head
    return False


def _is_habit(token: Token) -> bool:
    """Say whether a plain present tells a habit: "the service recruits students" (headlines are not asked)."""
    if token.tag_ not in ("VBZ", "VBP") or is_negated(token):
        return False
    return any(c.dep_ == "advmod" and c.lower_ in ("often", "usually", "typically", "tends") for c in token.children)
