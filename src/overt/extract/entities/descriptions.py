"""Finds descriptions and pronouns: parsed passages and their names in, `Found` without a name out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.entities.found import (
    Found,
    age_in,
    country_left,
    is_subject,
    phrase_start,
    quoted_tokens,
    sentence_numbers,
)
from overt.extract.entities.known import find_described
from overt.extract.entities.words import cue_words, load_words
from overt.extract.parse import Parsed
from overt.types.account import EntityKind, MentionForm

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
             "they": "", "them": "", "their": "", "theirs": "", "themselves": "", "who": "", "whom": "", "whose": "",
             "i": "", "me": "", "my": "", "myself": ""}  # fmt: skip
_OF_SHIPS = {"it": "n", "its": "n", "itself": "n"}  # only of ships: other things are no entities


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A passage with what is needed at each of its tokens."""

    at: int
    item: Parsed
    text: str
    sentences: tuple[int, ...]
    quoted: tuple[bool, ...]
    names: dict[int, Found]  # token -> the name it is part of


def find_descriptions(parsed: Sequence[Parsed], text: str, names: Sequence[Found]) -> list[Found]:
    """Return the descriptions of people, groups and bodies in `text`, and personal pronouns, in order."""
    by_passage: dict[int, dict[int, Found]] = {}
    for name in names:
        by_passage.setdefault(name.passage, {}).update(dict.fromkeys(range(name.first, name.last), name))
    numbers = sentence_numbers(parsed)
    has_ship = any("ship" in name.nouns for name in names) or any(
        _is_vessel(word) for item in parsed for word in item.doc
    )
    pronouns = _PRONOUNS | (_OF_SHIPS if has_ship else {})
    found: list[Found] = []
    for at, item in enumerate(parsed):
        place = _Place(
            at=at,
            item=item,
            text=text,
            sentences=numbers[at],
            quoted=quoted_tokens(item.doc),
            names=by_passage.get(at, {}),
        )
        for token in item.doc:
            if token.i in place.names:
                continue
            made = _pronoun(place, token) if token.lower_ in pronouns else _description(place, token)
            if made is not None:
                found.append(made)
    return found


def _pronoun(place: _Place, token: Token) -> Found | None:
    if token.lower_ in ("who", "whom", "whose") and token.tag_ not in ("WP", "WP$"):
        return None
    return Found(
        passage=place.at,
        sentence=place.sentences[token.i],
        first=token.i,
        last=token.i + 1,
        head=token.i,
        span=place.item.span_of(token),
        quote=place.item.span_of(token).quote(place.text),
        form=MentionForm.PRONOUN,
        kind=EntityKind.UNKNOWN,
        definite="pronoun",
        noun=token.lower_,
        is_plural=token.lower_.startswith("the"),
        gender=_PRONOUNS.get(token.lower_, "n") or None,
        is_subject=is_subject(token) or (token.dep_ == "poss" and is_subject(token.head)),
        in_quote=place.quoted[token.i],
    )


def _description(place: _Place, token: Token) -> Found | None:
    kind_noun = _kind_of(place, token)
    if kind_noun is None:
        return None
    kind, noun = kind_noun
    owner = place.names.get(token.head.i) if token.dep_ == "appos" else None
    if (
        owner is not None
        and kind is EntityKind.PERSON
        and owner.kind in (EntityKind.GROUP, EntityKind.ORGANISATION, EntityKind.SERVICE)
    ):
        kind = owner.kind  # "Hezbollah, an ally of Iran"
    first = phrase_start(token)
    while first < token.i and first in place.names and place.item.doc[first].dep_ == "appos":
        first += 1
    is_nobody = place.item.doc[first].lower_ == "no" and first < token.i
    if is_nobody or _is_title(place, token) or _repeats_name(place, token, first):
        return None
    made = _with_known(place.item.doc, _read_phrase(place, token, first, (kind, noun)))
    if not _is_somebody(place.item.doc, made):
        return None
    office, body = _office(place, token, made)
    return replace(made, is_weak=_is_vague(place.item.doc, made), office=office, office_body=body)


def _read_phrase(place: _Place, token: Token, first: int, kind_noun: tuple[EntityKind, str]) -> Found:
    doc, words, (kind, noun) = place.item.doc, load_words(), kind_noun
    span = Span(start=place.item.span_of(doc[first]).start, end=place.item.span_of(token).end)
    is_plural = token.tag_ in ("NNS", "NNPS") or noun in words.plural_only or noun in cue_words("pairs")
    traits = _site_after(token) | {
        word.lower_
        for word in doc[first : token.i]
        if word.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "VERB") and not word.is_stop and word.lower_ not in ("ex", "-")
    }
    traits |= {"two"} & {word.lower_ for word in doc[first : token.i]}
    return Found(
        passage=place.at,
        sentence=place.sentences[token.i],
        first=first,
        last=token.i + 1,
        head=token.i,
        span=span,
        quote=span.quote(place.text),
        form=MentionForm.DESCRIPTION,
        kind=kind,
        definite=_definite(doc, first, token, is_plural=is_plural),
        noun=noun,
        nouns=frozenset({noun}),
        traits=frozenset(traits),
        country=country_left(doc, first, token.i)
        or words.demonyms.get(token.text)
        or _country_after(token, noun, kind),
        is_plural=is_plural,
        gender=next((gender for word in (noun, *sorted(traits)) if (gender := words.gender_of(word))), None),
        age=age_in(doc, first, token.i + 1),
        is_subject=is_subject(token),
        in_quote=place.quoted[token.i],
    )


def _is_somebody(doc: Doc, made: Found) -> bool:
    """Say whether the phrase tells enough to be an entity: a body needs a country, a place or a telling adjective."""
    words, head = load_words(), doc[made.head]
    if made.kind in (EntityKind.ORGANISATION, EntityKind.SERVICE) and made.noun in words.bodies:
        is_told = bool(made.country or made.traits & cue_words("specific"))
        return is_told or (made.noun in cue_words("plain_bodies") and (made.first < made.head or bool(made.traits)))
    if _is_vague(doc, made):
        return doc[made.first].lower_ in cue_words("known") and made.first < made.head
    # "a teacher and supporter of" is one person
    is_second = head.dep_ == "conj" and made.first == made.head and made.kind is EntityKind.PERSON
    return not (is_second and _lemma(head.head) in words.people)


def _is_vague(doc: Doc, made: Found) -> bool:
    """Say whether the phrase is worth keeping only where somebody told before is meant ("the men")."""
    counted = _counted(doc[made.first : made.head])
    is_told = bool(made.country) or len(made.traits) > 1 or counted
    return made.kind is EntityKind.GROUP and made.noun in load_words().vague and not is_told


def _office(place: _Place, token: Token, made: Found) -> tuple[str | None, str | None]:
    """Return the office that "Latvia's spy chief" tells: country and domain, and the body if known."""
    if made.noun not in cue_words("heads") or made.is_plural:
        return None, None
    last = token.i + 1
    if last < len(token.doc) and token.doc[last].lower_ == "of":
        last = next((child.right_edge.i + 1 for child in token.rights if child.lower_ == "of"), last)
        last = min(last, token.i + 14)
    doc = token.doc
    names = [
        name for i in range(made.first, last) if (name := place.names.get(i)) is not None and name.known is not None
    ]
    body = next((name.known for name in names if name.known and name.known.kind is EntityKind.SERVICE), None)
    country = (
        next((name.country for name in names if name.country), None)
        or made.country
        or country_left(doc, token.i, last - 1)
    )
    words = {doc[i].lower_ for i in range(made.first, last)}
    domain = next(
        (name for name, marks in read_knowledge("entity_cues.yaml")["domains"].items() if words & set(marks)),
        "spies" if body else None,
    )
    if country is None or domain is None:
        return None, None
    return f"{country} {domain}", body.id if body else None


def _kind_of(place: _Place, token: Token) -> tuple[EntityKind, str] | None:
    """Return what kind of description the token heads, with its noun; None if it heads none."""
    words, doc = load_words(), place.item.doc
    is_plural = token.tag_ in ("NNS", "NNPS")
    is_years = token.lower_ == "old" and token.i > 2 and doc[token.i - 2].lower_ in ("year", "years")
    if is_years and token.dep_ not in ("amod", "acomp"):
        return EntityKind.PERSON, "person"
    if token.text in words.demonyms and token.pos_ in ("PROPN", "NOUN") and _is_head(token) and _is_people(token):
        return (EntityKind.GROUP if is_plural else EntityKind.PERSON), "national"
    if token.pos_ not in ("NOUN", "PROPN") or not (_is_head(token) or _stands_before_body(place, token)):
        return None
    noun = _lemma(token).removeprefix("ex-")
    is_one = not is_plural and words.is_person(noun)  # "a prosecutor", but "prosecutors"
    if not is_one and (noun in words.bodies or token.lower_ in words.bodies):
        return _body_kind(token, noun)
    return _people_kind(token, noun)


def _is_vessel(token: Token) -> bool:
    return token.tag_ == "NN" and token.lemma_.lower() in cue_words("vessels")


def _people_kind(token: Token, noun: str) -> tuple[EntityKind, str] | None:
    words = load_words()
    if _is_vessel(token):
        return EntityKind.UNKNOWN, noun
    if token.lower_ in words.plural_only:
        return EntityKind.GROUP, token.lower_
    if words.is_person(noun) or (noun not in words.groups and _is_held_or_tried(token)):
        return (EntityKind.GROUP if token.tag_ in ("NNS", "NNPS") else EntityKind.PERSON), noun
    return (EntityKind.GROUP, noun) if noun in words.groups else None


def _is_held_or_tried(token: Token) -> bool:
    """Say whether a noun of no list is somebody by what befalls it: "sentenced a locksmith"."""
    befalls = token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in cue_words("only_people")
    return befalls and token.tag_ in ("NN", "NNS") and token.text.islower()


def _body_kind(token: Token, noun: str) -> tuple[EntityKind, str]:
    words = load_words()
    noun = token.lower_ if token.lower_ in words.bodies else noun
    kind = words.bodies[noun]
    beside = {token.doc[i].lower_ for i in range(max(0, token.i - 3), token.i + 1)}
    is_secret = bool(cue_words("secret") & beside)
    return (EntityKind.ORGANISATION if kind is EntityKind.SERVICE and not is_secret else kind), noun


def _lemma(token: Token) -> str:
    lemma = token.lemma_.lower()
    return lemma[:-1] if token.tag_ in ("NNS", "NNPS") and lemma == token.lower_ and lemma.endswith("s") else lemma


def _is_head(token: Token) -> bool:
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if following is not None and following.text == "-":
        return False
    return token.dep_ not in ("compound", "amod", "nmod") or not (
        following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ")
    )


def _stands_before_body(place: _Place, token: Token) -> bool:
    """Say whether it is a phrase like "Ukraine's security service SBU", which the tree hangs on the name."""
    following = place.names.get(token.i + 1)
    return (
        following is not None
        and following.kind in (EntityKind.SERVICE, EntityKind.ORGANISATION)
        and _lemma(token) in load_words().bodies
    )


def _is_people(token: Token) -> bool:
    """Say whether a demonym is a noun: counted or plural, or with an article and nothing that it would describe."""
    if token.tag_ in ("NNPS", "NNS"):
        return True
    has_article = any(child.dep_ in ("det", "nummod") for child in token.lefts)
    return has_article and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "attr")


def _is_title(place: _Place, token: Token) -> bool:
    """Say whether the noun is only the role written before a name: "officer Jan Nemo"."""
    following = place.names.get(token.i + 1)
    if following is None or following.kind is not EntityKind.PERSON or following.first != token.i + 1:
        return False
    return token.tag_ == "NN"


def _repeats_name(place: _Place, token: Token, first: int) -> bool:
    """Say whether the phrase only says what a name in it is: "the SVR foreign intelligence service"."""
    words = load_words()
    if _lemma(token) not in words.bodies and _lemma(token) not in words.groups:
        return False
    return any(
        (name := place.names.get(i)) is not None and name.kind not in (EntityKind.STATE, EntityKind.PERSON)
        and (name.last >= len(place.item.doc) or place.item.doc[name.last].tag_ != "POS")
        for i in range(first, token.i)
    )  # fmt: skip


def _site_after(token: Token) -> frozenset[str]:
    """Return the place that "in Hamburg" or "of Lyon" tells right after the noun, lower case."""
    doc = token.doc
    if (
        token.i + 2 < len(doc)
        and doc[token.i + 1].lower_ in ("of", "in")
        and doc[token.i + 2].ent_type_ in ("GPE", "LOC")
    ):
        return frozenset({doc[token.i + 2].lower_})
    return frozenset()


def _country_after(token: Token, noun: str, kind: EntityKind) -> str | None:
    """Return the country of "of Estonia", "in Latvia", "from Dagestan" right after the noun."""
    words, doc = load_words(), token.doc
    is_body = kind in (EntityKind.ORGANISATION, EntityKind.SERVICE) and noun not in (
        "embassy",
        "consulate",
        "diplomats",
    )
    if token.i + 2 < len(doc) and doc[token.i + 1].lower_ in (("of", "in", "from") if is_body else ("from",)):
        for i in range(token.i + 2, min(token.i + 5, len(doc))):
            if (
                code := words.countries.get(doc[i].text)
                or words.regions.get(doc[i].text)
                or words.capitals.get(doc[i].text)
            ):
                return code
            if doc[i].pos_ not in ("DET", "ADJ", "PROPN"):
                break
    return None


def _counted(left: Iterable[Token]) -> bool:
    return any(token.pos_ == "NUM" or token.lower_ in cue_words("new") for token in left)


def _definite(doc: Doc, first: int, head: Token, *, is_plural: bool) -> str:
    words = list(doc[first : head.i])
    if any(token.tag_ in ("POS", "PRP$") for token in words):
        return "of"
    start = doc[first].lower_
    if any(token.lower_ == "another" for token in words):
        return "a"
    if start in cue_words("known"):
        return "the"
    if start in cue_words("new") or _counted(words) or is_plural:
        return "a"
    return "bare"


def _with_known(doc: Doc, made: Found) -> Found:
    """Tie "Russia's foreign intelligence service" to the body that it means."""
    if made.country is None or made.is_plural or made.kind is EntityKind.PERSON:
        return made
    words = [doc[i].lower_ for i in range(made.first, made.last)]
    for start in range(len(words)):
        row = find_described(made.country, " ".join(words[start:]))
        if row is not None:
            return replace(made, known=row, kind=row.kind)
    return made
