"""Learns by which weights senses of place names are ranked, on the half "study" of LGL and TR-News: folder -> weights.

    python -m bench.learn_places FOLDER

Conditional logistic regression: of a name's senses the right ones shall be likelier than the others. What the other
names mean depends on the weights, so it is done three times over. It prints the weights; places_weights.yaml says what
was added to them.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from bench.score_places import Article, Toponym, is_right, read_articles
from overt.link.context import build_context
from overt.link.gazetteer import Candidate
from overt.link.home import NO_HOME, find_home
from overt.link.places import measure_mention
from overt.link.ranking import read_weights
from overt.types.account import PlaceMention

_ROUNDS = 3
_WITHOUT_OUTLET = 0.3  # of the articles are read as if nobody knew who published them
_MOST_MENTIONS = 2  # of one name in an article: its tenth mention teaches nothing new
_PENALTY = 0.5
_BY_HAND = "stray"

Choice = tuple[list[dict[str, float]], list[bool]]


def learn(articles: Sequence[Article], weights: dict[str, float]) -> dict[str, float]:
    """Return the weights under which the annotators' places are likeliest."""
    for _ in range(_ROUNDS):
        choices = [choice for article in articles for choice in _choices(article, weights)]
        weights = _fit(choices, weights) | {_BY_HAND: weights[_BY_HAND]}
    return weights


def _choices(article: Article, weights: dict[str, float]) -> Iterator[Choice]:
    """Yield the features of every sense of each annotated name, and which senses are right."""
    chance = random.Random(article.text)
    home = NO_HOME if chance.random() < _WITHOUT_OUTLET else find_home(None, f"https://{article.domain}/")
    context = build_context(article.text, "en", home, weights)
    seen: Counter[str] = Counter()
    for one in article.toponyms:
        seen[one.phrase] += 1
        if not (one.number and one.point) or seen[one.phrase] > _MOST_MENTIONS:
            continue
        mention = PlaceMention(name=one.phrase, role="event_site", span=one.span, claim_id="clm_0")
        found = measure_mention(mention, context)
        answers = [_is_meant(one, sense) for sense in found]
        if any(answers) and not all(answers):
            yield list(found.values()), answers


def _is_meant(gold: Toponym, sense: Candidate) -> bool:
    has_point = sense.kind not in ("country", "area") and sense.lat is not None and sense.lon is not None
    return is_right(gold, sense.id, (sense.lat or 0.0, sense.lon or 0.0) if has_point else None)


def _fit(choices: Sequence[Choice], start: dict[str, float]) -> dict[str, float]:
    names = sorted({name for rows, _ in choices for row in rows for name in row} - {_BY_HAND})
    tables = [
        (np.array([[row.get(name, 0.0) for name in names] for row in rows]), np.array(right)) for rows, right in choices
    ]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.5 * _PENALTY * float(weights @ weights), _PENALTY * weights
        for table, right in tables:
            scores = table @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            share = likely[right].sum() + 1e-12
            total -= float(np.log(share))
            slope = slope - table.T @ (np.where(right, likely, 0.0) / share - likely)
        return total, slope

    found = minimize(loss, np.array([start.get(name, 0.0) for name in names]), jac=True, method="L-BFGS-B")
    return {name: float(value) for name, value in zip(names, found.x, strict=True)}


if __name__ == "__main__":
    sets = [one for path in sorted(Path(sys.argv[1]).glob("*.xml")) for one in read_articles(path)]
    for name, value in learn([one for one in sets if one.part == "study"], dict(read_weights())).items():
        print(f"  {name}: {value:.2f}")
