"""What speaks for or against a candidate: a phrase among the words of its document in, named clues out.

Clues are plain strings ("g1=nsubjpass/kidnap": it is the passive subject of "kidnap"), so that a weight can be read.
"""

from collections.abc import Iterator
from functools import lru_cache

from bench.muc4.learn.candidates import Candidate
from bench.muc4.learn.words import Words

_CONTENT = frozenset({"VERB", "NOUN", "PROPN", "ADJ"})
_TELLING = frozenset({"VERB", "NOUN"})
_EQUALS = frozenset({"conj", "appos"})
_GOVERNORS, _LAST_SENTENCE, _LONG_TAGS, _PAIRS = 3, 6, 6, 6


class Clues:
    """The clues of one document; those of a head are shared by all its candidates."""

    def __init__(self, words: Words) -> None:
        """Keep the words; the clues are made when asked for."""
        self._words = words
        self._of_head = lru_cache(maxsize=None)(self._head)
        self._of_sentence = lru_cache(maxsize=None)(self._sentence)

    def of_document(self) -> list[str]:
        """Return what the document tells of, whichever the candidate."""
        return sorted({"d=" + word.lemma for word in self._words.row if word.pos in _TELLING})

    def of(self, candidate: Candidate) -> list[str]:
        """Return the clues of a candidate but those of its document."""
        place = self._words.row[candidate.head].sentence
        last = max(self._words.row[-1].sentence + 1, 1)
        return [
            *self._of_head(candidate.head),
            *self._phrase(candidate),
            *self._around(candidate),
            f"si={min(place, _LAST_SENTENCE)}",
            f"sl={min(6 * place // last, 5)}",
            *self._of_sentence(place),
        ]

    def _head(self, head: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._path(head, ""), *self._equal(head), *self._own(head), *self._beside(head))))

    def _path(self, head: int, mark: str) -> Iterator[str]:
        path = self._governors(head)
        steps = ["/".join(step) for step in path]
        yield f"{mark}g1={steps[0]}"
        yield f"{mark}gl1={path[0][1]}"
        yield f"{mark}gd1={path[0][0]}"
        if len(path) > 1:
            yield f"{mark}g2={path[0][0]}>{steps[1]}"
            yield f"{mark}gl2={path[1][1]}"
            yield f"{mark}g12={steps[0]}>{steps[1]}"
        if len(path) > 2:
            yield f"{mark}gl3={path[2][1]}"

    def _governors(self, number: int) -> list[tuple[str, str]]:
        """Return (dependency, lemma) step by step upwards; prepositions are part of the dependency."""
        row = self._words.row
        path: list[tuple[str, str]] = []
        while len(path) < _GOVERNORS:
            above, dep = row[number].head, row[number].dep
            if above == number:
                path.append(("ROOT", ""))
                break
            while row[above].pos == "ADP" and row[above].head != above:
                dep = "agent" if row[above].dep == "agent" else f"{dep}:{row[above].lemma}"
                number, above = above, row[above].head
            path.append((dep, row[above].lemma))
            number = above
        return path

    def _equal(self, head: int) -> Iterator[str]:
        """Yield the clues of what the head is listed with or renamed from: "soldiers" in "soldiers and X"."""
        row, first, steps = self._words.row, head, 0
        while row[first].dep in _EQUALS and row[first].head != first and steps < len(row):
            first, steps = row[first].head, steps + 1
        if first != head:
            yield f"eh={row[first].lemma}"
            yield from self._path(first, "e")

    def _own(self, head: int) -> Iterator[str]:
        row, word = self._words.row, self._words.row[head]
        above = "/".join(self._governors(head)[0])
        yield from (f"h={word.lemma}", f"hg={word.lemma}|{above}", f"et={word.entity}", f"tag={word.tag}")
        yield from (f"k={row[child].dep}={row[child].lemma}" for child in self._words.children.get(head, ()))
        verbs = [row[number].lemma for number in self._words.sentences[word.sentence] if row[number].pos == "VERB"]
        yield from (f"hv={word.lemma}|{verb}" for verb in verbs[:_PAIRS])

    def _beside(self, head: int) -> Iterator[str]:
        """Yield what else hangs on the word that governs the head."""
        row, below, above = self._words.row, head, self._words.row[head].head
        while row[above].pos == "ADP" and row[above].head != above:
            below, above = above, row[above].head
        others = (number for number in self._words.children.get(above, ()) if number not in {below, head})
        yield from (f"sib={row[number].dep}={row[number].lemma}" for number in others)

    def _phrase(self, candidate: Candidate) -> Iterator[str]:
        row = self._words.row[candidate.first : candidate.last + 1]
        texts = [word.text for word in row]
        yield from (f"p={' '.join(texts)}", f"f={texts[0]}", f"l={texts[-1]}", f"n={min(len(texts), 8)}")
        yield f"r={min(candidate.last - candidate.head, 4)}"
        yield f"la={min(candidate.head - candidate.first, 4)}"
        yield from (f"w={text}" for text in texts)
        yield "tg=" + (" ".join(word.tag for word in row) if len(row) <= _LONG_TAGS else "long")

    def _around(self, candidate: Candidate) -> Iterator[str]:
        before = [self._text(candidate.first - step) for step in (1, 2, 3)]
        after = [self._text(candidate.last + step) for step in (1, 2, 3)]
        yield from (f"p1={before[0]}", f"p2={before[1]} {before[0]}", f"p3={before[2]}")
        yield from (f"n1={after[0]}", f"n2={after[0]} {after[1]}", f"n3={after[2]}")
        yield f"p1f={before[0]}|{self._words.row[candidate.first].text}"
        yield f"p1n1={before[0]}|{after[0]}"
        yield f"atg={self._tag(candidate.first - 1)}_{self._tag(candidate.last + 1)}"

    def _text(self, number: int) -> str:
        return self._words.row[number].text if 0 <= number < len(self._words.row) else "<edge>"

    def _tag(self, number: int) -> str:
        return self._words.row[number].tag if 0 <= number < len(self._words.row) else "<edge>"

    def _sentence(self, sentence: int) -> tuple[str, ...]:
        here = [self._words.row[number] for number in self._words.sentences[sentence]]
        return tuple(sorted({"s=" + word.lemma for word in here if word.pos in _CONTENT}))
