"""Joins the gold mentions of ECB+ that tell of one event and says how well: folder in, figures by split out.

Corpus level, gold mentions, singletons kept. Two variants: `joined`, mentions are compared within documents that
bench/events takes for one story, `given` within the gold subtopic, as the trivial baselines (each mention alone; same
lemma of the trigger) and most published figures have it. The training split has no variants, only baselines: the
mechanism has seen it. Every split counts by itself; cases: event mentions.
"""

import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.events.collection import Collection, collect
from bench.events.join import group_documents, join_mentions, reader_of
from bench.events.learn.encoder import load_encoder
from bench.events.learn.weights import load_weights
from bench.events.read import MENTIONS, read_split, splits, subtopic
from bench.scorers import CannotScoreError, load_scorer

_SEEN = "Train"
_METRICS = ("muc", "b3", "ceafe", "lea", "pairwise")


def score(folder: Path) -> dict[str, Any]:
    """Return figures named SPLIT.joined_conll, SPLIT.given_muc_p, SPLIT.lemma_lea_f1 ..."""
    found = splits(folder)
    if not found:
        raise CannotScoreError(f"no *{MENTIONS} in {folder}")
    reads = load_encoder() is not None
    figures: dict[str, Any] = {
        "note": "trees and encoder" if reads else "trees alone: the encoder's weights are not there"
    }
    for split in found:
        name = split.removeprefix("ECB_")
        figures |= {f"{name}.{key}": value for key, value in _figures(folder, split, is_seen=name == _SEEN).items()}
    return figures


def _figures(folder: Path, split: str, *, is_seen: bool) -> dict[str, Any]:
    documents, chains = read_split(folder, split)
    gold = _clusters(enumerate(chains))
    collection = collect(documents)
    responses = {"alone": [[number] for number in range(len(chains))], "lemma": same_lemma(collection)}
    figures: dict[str, Any] = {"mentions": len(chains), "chains": len(gold), "documents": len(documents)}
    if not is_seen:
        started = time.perf_counter()
        encoder, stories = load_encoder(), group_documents(collection, load_weights())
        reader = reader_of(documents, encoder) if encoder is not None else None
        responses["joined"] = join_mentions(collection, stories, load_weights(), reader)
        figures["seconds"] = round(time.perf_counter() - started, 1)
        given = _clusters((place, subtopic(one.id)) for place, one in enumerate(documents))
        responses["given"] = join_mentions(collection, given, load_weights(), reader)
        figures |= _part_figures("stories", load_scorer("coref").score(given, stories), ("b3",))
    for name, response in responses.items():
        result = load_scorer("coref").score(gold, response)
        figures |= _part_figures(name, result, _METRICS) | {f"{name}_conll": result["conll_f1"]}
    return figures


def same_lemma(collection: Collection) -> list[list[int]]:
    """Return the trivial rule's groups: mentions of a gold subtopic whose triggers have the same lemma."""
    return _clusters(
        (told.number, (subtopic(document.id), told.lemma))
        for document, mentions in zip(collection.documents, collection.told, strict=True)
        for told in mentions
    )


def _clusters(labelled: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, label in labelled:
        groups[label].append(number)
    return list(groups.values())


def _part_figures(name: str, result: dict[str, Any], metrics: Sequence[str]) -> dict[str, float]:
    return {f"{name}_{metric}_{part}": result[metric][part] for metric in metrics for part in ("p", "r", "f1")}
