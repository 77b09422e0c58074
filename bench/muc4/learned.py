"""The learned layer over what the rules propose: the document as the parser and the rules read it in, fillers out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.muc4.blend import blend, least_of, rule_keys
from bench.muc4.learn.model import WEIGHTS, Model, load_model
from bench.muc4.learn.words import words_of
from bench.muc4.templates import Filler, MucRole, Proposal, Scorer


@dataclass(frozen=True, slots=True)
class LearnedScorer:
    """Says which fillers a document has by what the training part taught, weighed against those of the rules."""

    model: Model

    def score(self, proposal: Proposal) -> tuple[Filler, ...]:
        """Return the fillers of the document, one for each entity and role, with probabilities."""

        def weigh(role: MucRole, keys: Sequence[str], likely: Sequence[float]) -> tuple[list[float], float]:
            return blend(role, keys, likely, rule_keys(proposal.templates, role)), least_of(role)

        return self.model.fillers(words_of(proposal.document.text, proposal.parsed), weigh)


def load_scorer() -> Scorer | None:
    """Return the learned layer, None if its weights are not there."""
    return LearnedScorer(load_model()) if WEIGHTS.exists() else None
