"""The learned layer over what the rules propose: the document as the parser read it in, fillers out."""

from dataclasses import dataclass

from bench.muc4.learn.model import WEIGHTS, Model, load_model
from bench.muc4.learn.words import words_of
from bench.muc4.templates import Filler, Proposal, Scorer


@dataclass(frozen=True, slots=True)
class LearnedScorer:
    """Says which fillers a document has by what the training part taught; the rules' own fillers are not asked."""

    model: Model

    def score(self, proposal: Proposal) -> tuple[Filler, ...]:
        """Return the fillers of the document, one for each entity and role, with probabilities."""
        return self.model.fillers(words_of(proposal.document.text, proposal.parsed))


def load_scorer() -> Scorer | None:
    """Return the learned layer, None if its weights are not there."""
    return LearnedScorer(load_model()) if WEIGHTS.exists() else None
