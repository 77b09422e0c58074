"""Finds by what means an act was done: trigger -> codes of the codebook's list, with the words that say so."""

import re
from functools import cache

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.figures.clauses import event_tokens
from overt.extract.figures.quantities import read_quantities
from overt.extract.parse import Parsed, text_of


def find_means(parsed: Parsed, trigger: Token) -> tuple[tuple[str, Span], ...]:
    """Return (code, span of the words) for each means that the trigger implies or its clause names; each code once."""
    found: dict[str, Span] = {}
    for code in _implied().get(trigger.lemma_.lower(), _implied().get(trigger.lower_, ())):
        found[code] = parsed.span_of(trigger)
    for start, end, code in _named(_own_words(trigger)):
        found.setdefault(code, parsed.span_of(trigger.doc[start:end]))
    if "money" not in found:
        found.update(("money", draft.span) for draft in read_quantities(parsed, trigger) if draft.what in _PAID)
    return tuple(found.items())


_PAID = frozenset({"payment", "reward"})


def _own_words(trigger: Token) -> tuple[Token, ...]:
    """Return the words of the event with the reduced relatives of its parties ("agents posing as couriers").

    What stands behind "after", "over" or "following" is another event ("charged after the fire").
    """
    own = {token.i: token for token in event_tokens(trigger)}
    for token in list(own.values()):
        for child in token.children:
            if child.dep_ in {"acl", "pcomp"}:
                own.update((inner.i, inner) for inner in child.subtree)
    for token in list(own.values()):
        if token.dep_ in {"prep", "mark"} and token.lower_ in _OTHER_EVENT and not token.is_ancestor(trigger):
            for inner in token.subtree if token.dep_ == "prep" else token.head.subtree:
                own.pop(inner.i, None)
    return tuple(own[i] for i in sorted(own))


_OTHER_EVENT = frozenset({"after", "over", "following", "before", "since", "about", "despite"})


@cache
def _implied() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code, row in read_knowledge("means.yaml")["means"].items():
        for word in row["trigger"]:
            table.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in table.items()}


_NO_MEANS = ""


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    code_of = {
        str(word): code
        for code, row in read_knowledge("means.yaml")["means"].items()
        for word in (*row["words"], *row["trigger"])
    }
    code_of.update(dict.fromkeys(read_knowledge("means.yaml")["not_means"], _NO_MEANS))
    ordered = sorted(code_of, key=len, reverse=True)
    plural = "(?:s|es|'s)?"
    return code_of, re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ordered))}){plural}(?![\w-])", re.IGNORECASE)


def _named(tokens: tuple[Token, ...]) -> list[tuple[int, int, str]]:
    """Return (first token, end token, code) of the cue words; runs of neighbouring tokens are read as text."""
    code_of, pattern = _words()
    found = []
    for run in _runs(tokens):
        doc = run[0].doc
        start, end = run[0].idx, run[-1].idx + len(run[-1])
        for match in pattern.finditer(text_of(doc), start, end):
            covered = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            code = code_of[match[1].lower()]
            if covered is not None and code != _NO_MEANS and not _is_name(covered[-1]):
                found.append((covered.start, covered.end, code))
    return found


def _runs(tokens: tuple[Token, ...]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _is_name(token: Token) -> bool:
    """Say whether the word is part of a person's, a firm's or a town's name ("Mr Hammer"), and names no means."""
    is_part = token.ent_type_ in {"PERSON", "ORG", "GPE"} and token.pos_ == "PROPN" and token.is_title
    return is_part and token.i > token.sent.start and token.lower_ not in _named_means()


@cache
def _named_means() -> frozenset[str]:
    knowledge = read_knowledge("means.yaml")["means"]
    return frozenset(
        word for code in ("online_platform", "toxic_chemical", "malware") for word in knowledge[code]["words"]
    )
