"""Reads a split of ECB+: its corpus and gold mentions in, documents with parsed sentences and mentions out.

Of the corpus only the words are read, never its marks of who or what is one.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from overt.extract.parse import load_parser

MENTIONS, CORPUS = "_Event_gold_mentions.json", "_corpus.txt"
_WORD = 4  # columns of the corpus up to the word itself


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the parser sees it; `names` are places of first and after last word, with their type."""

    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    relations: tuple[str, ...]
    heads: tuple[int, ...]
    names: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An event's trigger: its number among the mentions of the split, its sentence's place, its words' places."""

    number: int
    sentence: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The sentences of a document that the split holds, and its mentions."""

    id: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


def subtopic(doc_id: str) -> str:
    """Return the subtopic of a document: its topic's number, with "plus" for the half that ECB+ added."""
    return re.sub(r"_\d+", "_", doc_id.removesuffix(".xml"))


def topic(doc_id: str) -> str:
    """Return the topic of a document: its number."""
    return doc_id.split("_", 1)[0]


def splits(folder: Path) -> list[str]:
    """Return the names of the splits that lie in a folder, as ECB_Dev."""
    return [path.name.removesuffix(MENTIONS) for path in sorted(folder.glob(f"*{MENTIONS}"))]


def read_split(folder: Path, split: str) -> tuple[list[Document], list[str]]:
    """Return the documents of a split in the order of their ids, and the gold chain of each mention."""
    rows: list[dict[str, Any]] = json.loads((folder / f"{split}{MENTIONS}").read_text(encoding="utf-8"))
    texts = _read_words(folder / f"{split}{CORPUS}")
    documents = make_documents(texts, [(row["doc_id"], row["sent_id"], row["tokens_number"]) for row in rows])
    return documents, [row["coref_chain"] for row in rows]


def make_documents(
    texts: Mapping[str, Mapping[int, Mapping[int, str]]], told: Sequence[tuple[str, int, Sequence[int]]]
) -> list[Document]:
    """Return documents out of words by document, sentence and place, and mentions by document, sentence and places."""
    by_document: dict[str, list[tuple[int, int, Sequence[int]]]] = defaultdict(list)
    for number, (doc_id, sentence, places) in enumerate(told):
        by_document[doc_id].append((number, sentence, places))
    documents = []
    for doc_id in sorted(texts):
        order = {sentence: place for place, sentence in enumerate(sorted(texts[doc_id]))}
        at = {
            sentence: {token: place for place, token in enumerate(words)} for sentence, words in texts[doc_id].items()
        }
        mentions = tuple(
            Mention(number, order[sentence], tuple(at[sentence][token] for token in places if token in at[sentence]))
            for number, sentence, places in by_document[doc_id]
        )
        sentences = tuple(_parse(list(texts[doc_id][sentence].values())) for sentence in order)
        documents.append(Document(doc_id, sentences, mentions))
    return documents


def _read_words(path: Path) -> dict[str, dict[int, dict[int, str]]]:
    texts: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for line in path.read_text(encoding="utf-8").split("\n"):
        columns = line.split("\t")
        if len(columns) >= _WORD:
            doc_id, sentence, token, word = columns[:_WORD]
            texts[doc_id][int(sentence)][int(token)] = word
    return texts


def _parse(words: Sequence[str]) -> Sentence:
    parser = load_parser()
    doc = Doc(parser.vocab, words=[word or " " for word in words])
    for _, component in parser.pipeline:
        doc = component(doc)
    return Sentence(
        words=tuple(words),
        lemmas=tuple(token.lemma_.lower() for token in doc),
        tags=tuple(token.pos_ for token in doc),
        relations=tuple(token.dep_ for token in doc),
        heads=tuple(token.head.i for token in doc),
        names=tuple((entity.start, entity.end, entity.label_) for entity in doc.ents),
    )
