"""Says where overt stands on ECB+ event coreference: folder of gold mentions in, the trivial baselines out.

No mechanism yet: overt has no mention-level event coreference; it joins accounts of incidents, not mentions of any
event. So there is no figure of overt here, only what trivial rules reach (corpus level, gold mentions, singletons kept,
links within a gold subtopic). Cases: event mentions. Every file *Event_gold_mentions.json counts by itself.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.scorers import CannotScoreError, load_scorer
from bench.texts import read_rows
from overt.extract.parse import load_parser

_SUFFIX = "*_Event_gold_mentions.json"


def score(folder: Path) -> dict[str, Any]:
    """Return figures named SPLIT.alone_lea_f1, SPLIT.lemma_lea_f1 ..."""
    paths = sorted(folder.glob(_SUFFIX))
    if not paths:
        raise CannotScoreError(f"no {_SUFFIX} in {folder}")
    figures: dict[str, Any] = {"note": "no mechanism yet: overt has no mention-level event coreference"}
    for path in paths:
        split = path.name.removesuffix("_Event_gold_mentions.json").removeprefix("ECB_")
        figures |= {f"{split}.{key}": value for key, value in _baselines(read_rows(path)).items()}
    return figures


def subtopic(doc_id: str) -> str:
    """Return the subtopic of a document: its topic's number, with "plus" for the half that ECB+ added."""
    return re.sub(r"_\d+", "_", doc_id.removesuffix(".xml"))


def _baselines(mentions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    gold: dict[str, list[int]] = defaultdict(list)
    lemma: dict[tuple[str, str], list[int]] = defaultdict(list)
    heads = _heads([mention["tokens_str"] for mention in mentions])
    for number, (mention, head) in enumerate(zip(mentions, heads, strict=True)):
        gold[mention["coref_chain"]].append(number)
        lemma[subtopic(mention["doc_id"]), head].append(number)
    coref = load_scorer("coref")
    figures: dict[str, Any] = {"mentions": len(mentions), "chains": len(gold), "no_mechanism": None}
    for name, response in (("alone", [[n] for n in range(len(mentions))]), ("lemma", list(lemma.values()))):
        result = coref.score(list(gold.values()), response)
        figures |= {
            f"{name}_{metric}_{part}": result[metric][part] for metric in ("lea", "b3") for part in ("p", "r", "f1")
        }
        figures[f"{name}_conll"] = result["conll_f1"]
    return figures


def _heads(phrases: Sequence[str]) -> list[str]:
    """The lemma of the head of each phrase, as the bare parser sees it."""
    docs = load_parser().pipe(phrases)
    return [
        next((token.lemma_.lower() for token in doc if token.head is token or token.dep_ == "ROOT"), "") for doc in docs
    ]
