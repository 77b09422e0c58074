"""Weighs whether a number or a plural tells of many events or of one: tokens -> weight, period, place (codebook R9)."""

import re
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from overt.base.knowledge import read_knowledge
from overt.extract.figures.clauses import clause_root, clause_tokens
from overt.extract.figures.numbers import NumberSpan
from overt.extract.parse import text_of

AGGREGATE_WEIGHT = 2  # from here on a number counts many events


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one list of knowledge/statistics.yaml."""
    return frozenset(read_knowledge("statistics.yaml")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    parts = read_knowledge("statistics.yaml")[name]
    return re.compile("|".join(rf"(?<!\w)(?:{part})" for part in parts), re.IGNORECASE)


def noun_class(noun: Token) -> str | None:
    """Return "event", "person" or "thing" for a noun that statistics count, else None."""
    lemma = noun.lemma_.lower()
    if lemma in words_of("events"):
        return "event"
    if lemma in words_of("persons") or noun.lower_ == "people" or _is_people(noun):
        return "person"
    return "thing" if lemma in words_of("things") else None


def _is_people(noun: Token) -> bool:
    if noun.pos_ == "PROPN" and noun.tag_ != "NNPS" and not noun.text.endswith("s"):
        return False
    if noun.text in read_knowledge("nationalities.yaml")["demonyms"] and noun.text.endswith("s"):
        return True
    return noun.lemma_.lower() in _person_nouns()


@cache
def _person_nouns() -> frozenset[str]:
    classes: dict[str, list[str]] = read_knowledge("person_nouns.yaml")["classes"]
    return frozenset(word for words in classes.values() for word in words)


def clause_text(token: Token) -> tuple[int, int]:
    """Return the character range of the clause around `token`, with the clauses inside it."""
    root = clause_root(token)
    doc = token.doc
    return doc[root.left_edge.i].idx, doc[root.right_edge.i].idx + len(doc[root.right_edge.i])


def find_period(token: Token) -> tuple[str, int, int] | None:
    """Return the words for a period longer than a month, with their character range; outer clauses count too."""
    return _nearest(_pattern("periods"), token)


def _nearest(pattern: re.Pattern[str], token: Token) -> tuple[str, int, int] | None:
    """Return the match in the clause nearest to the token, behind it if there is one; else one in the outer clause."""
    root = clause_root(token)
    for _ in range(3):
        start, end = clause_text(root)
        matches = [
            match for match in pattern.finditer(text_of(token.doc), start, end) if _tells_of(match.start(), token)
        ]
        behind = [match for match in matches if match.start() >= token.idx]
        if matches:
            match = behind[0] if behind else matches[-1]
            return match[0].strip(), match.start(), match.end()
        if root.head == root or root.dep_ not in {"ccomp", "xcomp", "conj", "advcl", "pcomp"}:
            return None
        root = clause_root(root.head)
    return None


def _tells_of(start: int, noun: Token) -> bool:
    """Say whether a time at a character tells of `noun`: not one inside a relative clause about somebody else."""
    found = noun.doc.char_span(start, start + 1, alignment_mode="expand")
    clause = clause_root(found[0]) if found is not None else noun
    return clause.dep_ not in {"acl", "relcl"} or clause.is_ancestor(noun) or clause == noun or noun.is_ancestor(clause)


def tells_day(token: Token) -> bool:
    """Say whether the clause around a token gives a day."""
    own = clause_tokens(clause_root(token))
    doc = token.doc
    for match in _pattern("days").finditer(text_of(doc), *clause_text(token)):
        day = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if day is not None and any(part in own for part in day):
            return not re.search(r"\bsince\b[^,.;]*$", text_of(doc)[max(0, match.start() - 30) : match.start()])
    return False


def is_perfect(verb: Token) -> bool:
    """Say whether a verb stands in the present or past perfect ("has exposed", "had been expelled")."""
    return any(child.dep_ == "aux" and child.lemma_ in {"have", "'ve"} for child in verb.children)


def weigh_number(number: NumberSpan, noun: Token) -> int:
    """Return how strongly a counted noun tells of many events; AGGREGATE_WEIGHT and more: it does."""
    kind = noun_class(noun)
    if kind is None:
        return 0
    if number.unit in {"percent", "share"}:
        return (
            AGGREGATE_WEIGHT if number.vague is None or number.hi != 1 or find_period(noun) else 0
        )  # "most of the victims"
    if number.unit is not None:
        return 0
    return _weigh_size(number, kind) + _weigh_clause(number, noun, kind)


def _size(number: NumberSpan) -> float:
    return number.hi if number.lo in {None, 0} and number.hi is not None else (number.lo or 0)


def _weigh_size(number: NumberSpan, kind: str) -> int:
    size = _size(number)
    weight = int(size >= 45)
    weight += int(number.vague is not None and number.lo is not None and number.vague.split()[-1] in _crowds())
    if kind == "event":
        weight += 1 if size >= 3 else -1
    return weight


@cache
def _crowds() -> frozenset[str]:
    vague: dict[str, Any] = read_knowledge("numbers.yaml")["vague"]
    return frozenset(word.split()[-1] for word, (lo, _) in vague.items() if lo >= 10)


def _weigh_clause(number: NumberSpan, noun: Token, kind: str) -> int:
    verb = clause_root(noun)
    weight = 0
    if find_period(noun):
        weight += 2
    elif (kind == "event" or _size(number) >= 20) and _nearest(_pattern("months"), noun):
        weight += 1
    if is_perfect(verb) and noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "pobj"}:
        weight += _weigh_perfect(number, kind)
    if tells_day(noun):
        weight -= 3
    if kind != "event" and (verb.lemma_ in words_of("one_event_verbs") or _has_one_event(verb, noun)):
        weight -= 2
    return weight


def _weigh_perfect(number: NumberSpan, kind: str) -> int:
    """A total reached by now; small ones ("has arrested two men", "had told of three arrests") may be one event."""
    if _size(number) >= 20 or number.vague in _crowds():
        return 2
    return int(kind != "event" or _size(number) >= 10)


def _has_one_event(verb: Token, noun: Token) -> bool:
    """Say whether the clause ties the number to one event: "after the blast", "in a raid"."""
    for token in clause_tokens(verb):
        if (
            token.dep_ in {"pobj", "nsubj"}
            and token != noun
            and token.tag_ == "NN"
            and token.lemma_.lower() in words_of("events")
        ):
            has_article = any(child.lower_ in {"a", "an", "the", "this", "that"} for child in token.children)
            is_site = token.dep_ == "nsubj" or token.head.lower_ in {
                "in",
                "after",
                "at",
                "during",
                "by",
                "over",
                "following",
            }
            if has_article and is_site:
                return True
    return False


_AT = frozenset({"in", "across", "inside", "throughout", "at", "within", "around", "near", "outside"})


def names_site(noun: Token) -> bool:
    """Say whether the clause names a place smaller than a country: its event is no mere background."""
    countries = read_knowledge("nationalities.yaml")["countries"]
    start, end = clause_text(noun)
    for ent in noun.doc.ents:
        if ent.label_ not in {"GPE", "LOC", "FAC"} or not start <= ent.start_char < end:
            continue
        is_wide = ent.text.lower() in words_of("wide_places") or ent.text.removeprefix("the ") in countries
        if not is_wide and _preposition(noun.doc, ent.start) in _AT:
            return True
    return False


def find_place(noun: Token) -> str | None:
    """Return the place of the noun's phrase, else of its clause, as written; "Norway or Latvia" is one."""
    doc: Doc = noun.doc
    start, end = clause_text(noun)
    places = [ent for ent in doc.ents if ent.label_ in {"GPE", "LOC"} and start <= ent.start_char < end]
    placed = [ent for ent in places if _preposition(doc, ent.start) in _AT]
    own = {token.i for token in noun.subtree}
    best = next((ent for ent in placed if ent.start in own), placed[0] if placed else None)
    if best is None:
        return None
    others = [token for token in best.root.conjuncts if token.pos_ == "PROPN" and token.i > best.root.i]
    is_plain_list = bool(others) and not list(others[-1].rights)
    return doc[best.start : others[-1].i + 1 if is_plain_list else best.end].text


def _preposition(doc: Doc, i: int) -> str:
    """Return the preposition that governs the name at token `i`, past articles and the names before it in a list."""
    j = i - 1
    while j >= 0 and (
        doc[j].lower_ in {"the", "either", "both", "and", "or", ",", "nor"}
        or doc[j].ent_type_ in {"GPE", "LOC"}
        or doc[j].tag_ in {"JJ", "NNP"}
    ):
        j -= 1
    return doc[j].lower_ if j >= 0 else ""
