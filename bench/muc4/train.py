"""Trains the light models of MUC-4 from its training documents: `python -m bench.muc4.train --data FOLDER`.

Folder: train.json and keys*.jsonl. One model is written to bench/muc4/models: whether a template of the rules is an
incident of MUC-4. It is a logistic regression with a quadratic penalty; runs give the same weights on the same machine.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.muc4.documents import Document, read_documents
from bench.muc4.features import Scene, template_features
from bench.muc4.propose import propose_all
from bench.muc4.slots import Slots, align, read_key, read_template
from bench.muc4.templates import Proposal
from bench.texts import read_rows

MODELS = Path(__file__).with_name("models")
_LEAST = 3  # documents or templates that show a feature
_DIGITS = 3
_SMALL = 0.01
Example = tuple[frozenset[str], str]


def relevance_examples(proposal: Proposal, keys: Sequence[Slots]) -> Iterator[Example]:
    """Yield each template of the rules with whether a key is matched to it."""
    scene = Scene(proposal.document, proposal.parsed)
    matched = {number for _, number in align(keys, [read_template(one) for one in proposal.templates])}
    for number, (account, template) in enumerate(zip(proposal.accounts, proposal.templates, strict=True)):
        features = template_features(scene, account, template, len(proposal.templates))
        yield frozenset(features), "keep" if number in matched else "drop"


def fit(examples: Sequence[Example], penalty: float) -> dict[str, Any]:
    """Return the model of examples as its file holds it."""
    counts = Counter(feature for features, _ in examples for feature in features)
    names = sorted(feature for feature, count in counts.items() if count >= _LEAST)
    labels = sorted({label for _, label in examples})
    matrix = _matrix(examples, {name: number for number, name in enumerate(names)})
    target = np.zeros((len(examples), len(labels)))
    target[np.arange(len(examples)), [labels.index(label) for _, label in examples]] = 1.0
    weights = _minimise(matrix, target, penalty)
    rows = {name: [round(float(x), _DIGITS) for x in weights[number + 1]] for number, name in enumerate(names)}
    kept = {name: row for name, row in rows.items() if max(map(abs, row)) >= _SMALL}
    return {"labels": labels, "bias": [round(float(x), _DIGITS) for x in weights[0]], "weights": kept}


def _matrix(examples: Sequence[Example], number_of: Mapping[str, int]) -> csr_matrix:
    indices = [[0, *sorted(number_of[f] + 1 for f in features if f in number_of)] for features, _ in examples]
    starts = np.cumsum([0, *map(len, indices)])
    flat = np.concatenate([np.array(row) for row in indices])
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(examples), len(number_of) + 1))


def _minimise(matrix: csr_matrix, target: NDArray[Any], penalty: float) -> NDArray[Any]:
    shape = (matrix.shape[1], target.shape[1])

    def loss(flat: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        weights = flat.reshape(shape)
        scores = matrix @ weights
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        odds = powers / powers.sum(axis=1, keepdims=True)
        free = weights.copy()
        free[0] = 0.0  # the bias costs nothing
        value = -float(np.sum(target * np.log(odds + 1e-12))) + penalty / 2 * float(np.sum(free**2))
        return value, (matrix.T @ (odds - target) + penalty * free).ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    weights: NDArray[Any] = found.x.reshape(shape)
    return weights


PENALTY = 50.0


def main() -> None:
    """Read the training documents and write the models."""
    parser = argparse.ArgumentParser(description="Train the light models of MUC-4.")
    parser.add_argument("--data", type=Path, required=True, help="folder with train.json and keys*.jsonl")
    folder = parser.parse_args().data
    keys = read_keys(folder)
    rows = {key: row for key, row in read_documents(folder, is_full=True)[0].items() if key.startswith("train/")}
    examples: list[Example] = []
    for key, row in rows.items():
        examples += relevance_examples(propose_all(Document(key=key, text=row["doctext"])), keys.get(row["docid"], []))
    write_model("relevance", fit(examples, PENALTY))
    print(f"relevance: {len(examples)} templates, {Counter(label for _, label in examples).most_common()}")


def read_keys(folder: Path) -> dict[str, list[Slots]]:
    """Return the keys of each document."""
    keys: dict[str, list[Slots]] = {}
    for path in sorted(folder.glob("keys*.jsonl")):
        for row in read_rows(path):
            slots = read_key(row)
            keys.setdefault(row["docid"], []).extend([slots] if slots is not None else [])
    return keys


def write_model(name: str, content: Mapping[str, Any]) -> None:
    """Write a model as load_model reads it, one feature a line."""
    MODELS.mkdir(exist_ok=True)
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    (MODELS / f"{name}.json").write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
