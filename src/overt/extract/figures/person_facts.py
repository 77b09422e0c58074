"""Reads what a noun phrase says of people: number, age, nationality, legal status, risk: Token -> `PersonFacts`."""

import re
from functools import cache
from math import ceil, floor

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from overt.base.knowledge import read_knowledge
from overt.extract.figures.aggregates import noun_class
from overt.extract.figures.clauses import clause_root
from overt.extract.figures.numbers import NumberSpan, read_number, word_value
from overt.extract.parse import Parsed, text_of
from overt.types.account import PersonFacts

_PHRASE_DEPS = frozenset(
    {"compound", "amod", "nmod", "appos", "det", "nummod", "flat", "npadvmod", "advmod", "punct", "predet"}
)
_OTHERS_DEPS = frozenset({"amod", "compound", "nsubj", "nsubjpass", "dobj", "pobj", "dative"})
_CLAUSE_DEPS = frozenset({"acl", "relcl"})


def read_facts(parsed: Parsed, noun: Token) -> PersonFacts:
    """Return the facts that the phrase headed by `noun` states itself; its main verb is not asked for a legal status.

    A bare plural has count 2..None. Facts of an apposition count for the noun it explains and the other way round.
    """
    del parsed  # the token knows its document; the passage is part of the signature of all readers of parses
    words = _phrase(noun)
    lo, hi, vague = _count(noun)
    ages = _ages(noun, words)
    age = ages[0] if len(ages) == 1 else None  # "two men, aged 19 and 23": no age of all of them
    return PersonFacts(
        count_lo=lo,
        count_hi=hi,
        vague=vague,
        age=age,
        is_minor=min(ages) < _ADULT if ages else any(word.lower_ in _lists("minor_words") for word in words),
        nationality=_nationality(words),
        legal_status=_legal_status(noun, words),
        at_risk=_is_at_risk(noun, words),
        public_figure=any(_holds_office(word) for word in words),
    )


def _phrase(noun: Token) -> list[Token]:
    """Return the words that describe the same people: modifiers and appositions, both ways."""
    heads = [noun]
    if noun.dep_ == "appos":
        heads.append(noun.head)
    elif noun.dep_ == "compound" and noun.pos_ == "NOUN" and noun.head.pos_ == "PROPN":
        heads.append(noun.head)  # "businessman Jan Kowal"
    found = {token.i: token for head in heads for token in _spread(head)}
    return [found[i] for i in sorted(found)]


def _spread(head: Token) -> list[Token]:
    found = [head]
    for child in head.children:
        if child.dep_ in _PHRASE_DEPS and child.dep_ != "punct":
            found += _spread(child)
    return found


@cache
def _lists(name: str) -> frozenset[str]:
    return frozenset(read_knowledge("at_risk.yaml")[name])


# ---- how many


def _count(noun: Token) -> tuple[int | None, int | None, str | None]:
    number = counting_number(noun)
    if number is not None and number.unit is None:
        lo = None if number.lo is None else floor(number.lo)
        return lo, None if number.hi is None else ceil(number.hi), number.vague
    governor = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    groups = read_knowledge("numbers.yaml")["groups"]
    if governor is not None and governor.lower_ in groups:
        return (*groups[governor.lower_], None)
    if any(child.lower_ in {"both", "two"} for child in noun.children):
        return 2, 2, None
    if noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"people", "police", "they", "we", "them"}:
        return 2, None, None
    return 1, 1, None


def counting_number(noun: Token) -> NumberSpan | None:
    """Return the number that counts `noun`: "four men", "dozens of men", "four of the men"; None if there is none."""
    for child in noun.children:
        if child.dep_ in {"nummod", "amod", "quantmod", "nmod", "advmod", "det"} and child.i < noun.i:
            number = read_number(noun.doc, child.i)
            if number is not None and number.end <= noun.i and not _is_measure(noun, number):
                return number
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        return read_number(noun.doc, noun.head.head.i)
    return read_number(noun.doc, noun.i) if noun.pos_ == "NUM" else None


def _is_measure(noun: Token, number: NumberSpan) -> bool:
    """Say whether the number belongs to a measure before the noun: "a four-year plan", "three-man team"."""
    return noun.doc[number.end].text == "-" and number.end < noun.i


# ---- age

_YEARS_OLD = re.compile(r"\b([\w-]+?)[ -]years?[ -]olds?\b", re.IGNORECASE)
_ADULT, _OLDEST = 18, 120
_SEVERAL = r"\d+(?:,? \d+)*,?(?:-| and | to | or )\d+"
_NAME_END = r"^(?: [A-Z][\w'-]+)*"
_END = r"(?=[,.;)](?!\d)|$| and | from | of | who | was | has | is | gets | got )"
_AGE_AFTER = re.compile(
    rf"{_NAME_END}(?:,? (?:aged|age|who (?:is|was)) (?P<told>\d{{1,2}})|, (?:then |now |both )?(?P<comma>\d\d)"
    rf"| \((?P<brackets>\d\d)(?=\))| of (?P<of>\d\d)){_END}"
)


def _ages(noun: Token, words: list[Token]) -> tuple[int, ...]:
    text = text_of(noun.doc)
    first, last = min(words, key=lambda word: word.i), max(words, key=lambda word: word.i)
    start = first.left_edge.idx if first.left_edge.i > first.sent.start else first.idx
    near = text[start : last.idx + len(last)]
    several = re.search(rf"\b(?:aged|ages) ({_SEVERAL})", text[start : last.idx + len(last) + 30])
    if several:
        return tuple(int(age) for age in re.findall(r"\d+", several[1]))
    old = _YEARS_OLD.search(near)
    value = word_value(old[1].lstrip("-")) if old else None
    if value is None:
        value = next((float(found) for word in words if (found := _age_behind(word))), None)
    return (int(value),) if value is not None and 0 < value < _OLDEST else ()


def _age_behind(word: Token) -> str | None:
    """Return the age in ", 33," or "(33)" or " aged 34" right behind a name or a noun for a person."""
    if word.pos_ not in {"PROPN", "NOUN"}:
        return None
    found = _AGE_AFTER.match(text_of(word.doc)[word.idx + len(word) : word.idx + len(word) + 60])
    if not found or (found["of"] and not _is_one_person(word)):
        return None
    return next(age for age in found.groups() if age)


def _is_one_person(word: Token) -> bool:
    """Say whether "of 28" behind the word can be an age: "a Dane of 28", not "a group of 28"."""
    is_named = word.text in read_knowledge("nationalities.yaml")["demonyms"]
    return is_named or (word.tag_ == "NN" and noun_class(word) == "person")


# ---- nationality


def _nationality(words: list[Token]) -> str | None:
    demonyms: dict[str, str] = read_knowledge("nationalities.yaml")["demonyms"]
    for word in words:
        country = demonyms.get(word.text)
        if country and not _says_something_else(word):
            return country
    return next((country for word in words if (country := _citizen_of(word))), None)


def _says_something_else(word: Token) -> bool:
    following = word.doc[word.i + 1 : word.i + 3]
    joined = [token.lower_ for token in following if token.text != "-"]
    if following and following[0].text == "-" and joined and joined[0] in _lists("not_nationality"):
        return True
    before = next((token.lower_ for token in reversed(word.doc[: word.i][-2:]) if token.text != "-"), "")
    return (
        before in {"ex", "former", "pro", "anti"}
        or word.head.lower_ in _lists("allegiance_nouns")
        or word.dep_ == "poss"
    )


def _citizen_of(word: Token) -> str | None:
    if word.lower_ not in _lists("nationality_nouns"):
        return None
    countries: dict[str, str] = read_knowledge("nationalities.yaml").get("countries", {})
    places = (grand.text for child in word.children if child.lower_ == "of" for grand in child.children)
    return next((countries[place] for place in places if place in countries), None)


# ---- legal status


def _legal_status(noun: Token, words: list[Token]) -> str | None:
    knowledge = read_knowledge("legal_status.yaml")
    own = {knowledge["adjectives"][word.lower_] for word in words if word.lower_ in knowledge["adjectives"]}
    clauses = [child for word in words for child in word.children if child.dep_ in _CLAUSE_DEPS and _says_status(child)]
    verbs = {token.lemma_ for clause in clauses for token in (clause, *clause.conjuncts)}
    told = " ".join(noun.doc[clause.left_edge.i : clause.right_edge.i + 1].text.lower() for clause in clauses)
    for status, row in knowledge["statuses"].items():
        nouns = set(row.get("nouns", ()))
        if status in own or verbs & set(row.get("verbs", ())) or any(word.lemma_.lower() in nouns for word in words):
            return str(status)
        if any(phrase in told for phrase in row.get("phrases", ())):
            return str(status)
        if any(child.lower_ in row.get("adverbs", ()) for clause in clauses for child in clause.children):
            return str(status)
    return None


def _says_status(clause: Token) -> bool:
    """Say whether the clause says something of the noun as the one it is done to, not as the one who does it."""
    if clause.dep_ == "acl":
        return clause.tag_ in {"VBN", "VBD", "VBG"} and not any(
            child.dep_ == "dobj" and clause.tag_ == "VBD" for child in clause.children
        )
    is_done = any(child.dep_ in {"nsubjpass", "auxpass"} for child in clause.children)
    return (
        is_done
        or clause.lemma_ in {"plead", "stand", "serve", "allegedly"}
        or any(child.lower_ == "allegedly" for child in clause.children)
    )


# ---- risk and office


@cache
def _risk_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in read_knowledge("at_risk.yaml")["at_risk"]), re.IGNORECASE)


def _is_at_risk(noun: Token, words: list[Token]) -> bool:
    phrase = noun.doc[words[0].i : max(word.right_edge.i for word in words) + 1].text
    if _risk_pattern().search(phrase):
        return True
    root = clause_root(noun)
    if root == noun or noun.dep_ not in {"nsubj", "nsubjpass", "appos", "dobj", "dative"}:
        return False
    clause = noun.doc[root.left_edge.i : root.right_edge.i + 1]
    return any(not _describes_another(clause, match.span()) for match in _risk_pattern().finditer(clause.text))


def _describes_another(clause: TokenSpan, at: tuple[int, int]) -> bool:
    """Say whether it is one word of the clause that means somebody else: "two men stabbed an exiled editor"."""
    words = clause.char_span(*at, alignment_mode="expand")
    return words is not None and len(words) == 1 and words.root.dep_ in _OTHERS_DEPS


def is_kin_threatened(noun: Token) -> bool:
    """Say whether the clause tells of threats to the family of the one whom `noun` means: "threatened her mother"."""
    if noun.dep_ != "poss" or noun.head.lemma_.lower() not in _lists("kin"):
        return False
    root = clause_root(noun)
    told = noun.doc[root.left_edge.i : root.right_edge.i + 1]
    return any(word.lemma_.lower() in _lists("threats") for word in told)


def _holds_office(word: Token) -> bool:
    left = [child for child in word.lefts if child.dep_ in {"compound", "amod"}]
    name = word.lemma_.lower()
    if {name, *(f"{child.lower_} {name}" for child in left)} & _lists("public_office"):
        return True
    behind = {grand for child in word.rights if child.lower_ in {"of", "for"} for grand in child.children}
    if f"{name} of {' '.join(token.lower_ for token in behind)}" in _lists("public_office"):
        return True
    led = {token.lower_ for token in (*left, *behind)} | {child.lower_ for token in behind for child in token.children}
    is_body = bool(led & _lists("led_bodies")) or any(token.ent_type_ in {"ORG", "GPE"} for token in (*left, *behind))
    return name in _lists("leader_nouns") and is_body
