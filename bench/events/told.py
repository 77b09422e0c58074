"""What a mention's own clause says: a mention in its sentence in, trigger, arguments, names, dates and words out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bench.events.read import Document, Mention, Sentence

Words = frozenset[str]
CONTENT = frozenset({"NOUN", "PROPN", "NUM", "VERB", "ADJ"})
_NEAR = 6  # words on either side of the trigger that still belong to what is told of it
_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT"})
_WHO = frozenset({"nsubj", "agent", "poss"})
_WHAT = frozenset({"dobj", "nsubjpass", "attr", "dative", "compound", "amod"})
_SILENT = frozenset({"PUNCT", "DET", "AUX"})


@dataclass(frozen=True, slots=True)
class Told:
    """A mention with its trigger and what stands around it; words are lemmas."""

    number: int
    document: str
    sentence: int
    lemma: str
    tag: str
    relation: str
    governor: str
    text: str
    span: Words
    length: int
    who: Words
    what: Words
    where: Words
    near: Words
    names: Words
    dates: Words
    numbers: Words
    words: Words

    @property
    def arguments(self) -> Words:
        """All that the trigger governs as somebody or something."""
        return self.who | self.what | self.where


def tell(document: Document) -> list[Told]:
    """Return the mentions of a document as they are told; one without a word in the text has an empty trigger."""
    return [_tell(document, mention) for mention in document.mentions]


def trigger(sentence: Sentence, mention: Mention) -> int:
    """Return the place of the trigger's head word."""
    inside = set(mention.places)
    tops = (place for place in mention.places if sentence.heads[place] not in inside or sentence.heads[place] == place)
    return next(tops, mention.places[0] if mention.places else 0)


def _tell(document: Document, mention: Mention) -> Told:
    sentence, places = document.sentences[mention.sentence], mention.places
    head = trigger(sentence, mention)
    who, what, where = _arguments(sentence, places)
    first, last = (min(places), max(places)) if places else (0, 0)
    around = range(max(0, first - _NEAR), min(len(sentence.words), last + _NEAR + 1))
    governor = sentence.heads[head]
    return Told(
        number=mention.number,
        document=document.id,
        sentence=mention.sentence,
        lemma=sentence.lemmas[head],
        tag=sentence.tags[head],
        relation=sentence.relations[head],
        governor=sentence.lemmas[governor] if governor != head else "",
        text=" ".join(sentence.words[place].lower() for place in places),
        span=frozenset(sentence.lemmas[place] for place in places),
        length=len(places),
        who=who,
        what=what,
        where=where,
        near=_lemmas(sentence, (place for place in around if place not in places), CONTENT - {"ADJ"}),
        names=_named(sentence),
        dates=frozenset(_phrase(sentence, a, b) for a, b, label in sentence.names if label in {"DATE", "TIME"}),
        numbers=_lemmas(sentence, range(len(sentence.words)), frozenset({"NUM"})),
        words=_lemmas(sentence, range(len(sentence.words)), CONTENT),
    )


def _arguments(sentence: Sentence, places: tuple[int, ...]) -> tuple[Words, Words, Words]:
    """Who does it, what it is done to, and what stands behind its prepositions."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, head in enumerate(sentence.heads):
        if head not in places or place in places or sentence.tags[place] in _SILENT:
            continue
        relation = sentence.relations[place]
        if relation in _WHO:
            found["who"].add(sentence.lemmas[place])
        elif relation in _WHAT:
            found["what"].add(sentence.lemmas[place])
        elif relation == "prep":
            behind = (other for other, above in enumerate(sentence.heads) if above == place and other != place)
            found["where"] |= {sentence.lemmas[other] for other in behind}
    return frozenset(found["who"]), frozenset(found["what"]), frozenset(found["where"])


def _named(sentence: Sentence) -> Words:
    phrases = (_phrase(sentence, first, after) for first, after, label in sentence.names if label in _NAMED)
    return frozenset(word for phrase in phrases for word in phrase.split())


def _phrase(sentence: Sentence, first: int, after: int) -> str:
    return " ".join(sentence.words[first:after]).lower()


def _lemmas(sentence: Sentence, places: Iterable[int], tags: frozenset[str]) -> Words:
    return frozenset(sentence.lemmas[place] for place in places if sentence.tags[place] in tags)
