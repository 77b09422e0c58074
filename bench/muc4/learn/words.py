"""The words of a parsed document in one row: Parsed passages in, words with sentence, head and offsets out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from overt.extract.parse import Parsed

NAME_OR_NOUN = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word; `start` and `end` count in the text, `head` and `sentence` in the document's words and sentences."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str


@dataclass(frozen=True)
class Words:
    """All words of a document, in the order of the text."""

    text: str
    row: tuple[Word, ...]

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """The words that hang on a word, from left to right."""
        below: dict[int, list[int]] = {}
        for number, word in enumerate(self.row):
            if word.head != number:
                below.setdefault(word.head, []).append(number)
        return {head: tuple(numbers) for head, numbers in below.items()}

    @cached_property
    def sentences(self) -> tuple[tuple[int, ...], ...]:
        """The words of each sentence."""
        rows: dict[int, list[int]] = {}
        for number, word in enumerate(self.row):
            rows.setdefault(word.sentence, []).append(number)
        return tuple(tuple(rows[number]) for number in sorted(rows))

    @cached_property
    def _reaches(self) -> list[tuple[int, int]]:
        reach = [(number, number) for number in range(len(self.row))]
        for number in range(len(self.row)):
            above, steps = number, 0
            while self.row[above].head != above and steps <= len(self.row):
                above, steps = self.row[above].head, steps + 1
                low, high = reach[above]
                reach[above] = (min(low, number), max(high, number))
        return reach

    def reach(self, number: int) -> tuple[int, int]:
        """Return the first and the last word of what hangs on a word, itself included."""
        return self._reaches[number]

    def quote(self, first: int, last: int) -> str:
        """Return the text from one word to another."""
        return self.text[self.row[first].start : self.row[last].end]


def words_of(text: str, passages: Iterable[Parsed]) -> Words:
    """Return the words of a document, in small letters; spaces that the parser counts as words are left out."""
    row: list[Word] = []
    sentence = 0
    for passage in passages:
        shift = passage.passage.span.start
        kept = [token for token in passage.doc if not token.is_space]
        place = {token.i: len(row) + number for number, token in enumerate(kept)}
        for token in kept:
            sentence += token.is_sent_start is True or token.i == kept[0].i
            start = shift + token.idx
            row.append(
                Word(
                    start=start,
                    end=start + len(token.text),
                    text=token.text.lower(),
                    lemma=token.lemma_.lower(),
                    pos=token.pos_,
                    tag=token.tag_,
                    dep=token.dep_,
                    head=place.get(token.head.i, place[token.i]),
                    sentence=sentence - 1,
                    entity=token.ent_type_,
                )
            )
    return Words(text=text, row=tuple(row))
