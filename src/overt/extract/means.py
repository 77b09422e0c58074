"""Finds by what means an act was done: trigger in a parse -> codes of the codebook's list, each with the words that say so."""

import re
from functools import cache

from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.clauses import event_tokens
from overt.extract.parse import Parsed


def find_means(parsed: Parsed, trigger: Token) -> tuple[tuple[str, Span], ...]:
    """Return (code, span of the words) for each means that the trigger implies or its clause names; each code once."""
    found: dict[str, Span] = {}
    for code in _implied().get(trigger.lemma_.lower(), _implied().get(trigger.lower_, ())):
        found[code] = parsed.span_of(trigger)
    for start, end, code in _named(event_tokens(trigger)):
        found.setdefault(code, parsed.span_of(trigger.doc[start:end]))
    return tuple(found.items())


@cache
def _implied() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code, row in read_knowledge("means.yaml").items():
        for word in row["trigger"]:
            table.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in table.items()}


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    code_of = {str(word): code for code, row in read_knowledge("means.yaml").items() for word in (*row["words"], *row["trigger"])}
    ordered = sorted(code_of, key=len, reverse=True)
    plural = "(?:s|es|'s)?"
    return code_of, re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ordered))}){plural}(?![\w-])", re.IGNORECASE)


def _named(tokens: tuple[Token, ...]) -> list[tuple[int, int, str]]:
    """Return (first token, end token, code) of the cue words among `tokens`; runs of neighbouring tokens are read as text."""
    code_of, pattern = _words()
    found = []
    for run in _runs(tokens):
        doc = run[0].doc
        start, end = run[0].idx, run[-1].idx + len(run[-1])
        for match in pattern.finditer(doc.text, start, end):
            covered = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if covered is not None and not _is_name(covered[-1]):
                found.append((covered.start, covered.end, code_of[match[1].lower()]))
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
    """Say whether the word is part of a person's or an organisation's name ("Mr Hammer", "Shell")."""
    return token.ent_type_ in {"PERSON", "ORG", "GPE"} and token.is_title and len(token.ent_type_) > 0 and token.i > token.sent.start and token.pos_ == "PROPN" and token.lower_ not in _platforms()


@cache
def _platforms() -> frozenset[str]:
    knowledge = read_knowledge("means.yaml")
    return frozenset(knowledge["online_platform"]["words"]) | frozenset(knowledge["toxic_chemical"]["words"]) | frozenset(knowledge["malware"]["words"])
