"""The learned layer over what the rules propose: the document as the parser and the rules read it in, fillers out."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.muc4.blend import blend, blend_tagged, least_of, least_tagged, rule_keys
from bench.muc4.learn.linear import ROLES
from bench.muc4.learn.model import WEIGHTS, Judged, Model, load_model
from bench.muc4.learn.tagger import Tagger, load_tagger
from bench.muc4.learn.tags import Numbers, clues_of
from bench.muc4.learn.words import words_of
from bench.muc4.templates import Filler, MucRole, Proposal


@dataclass(frozen=True, slots=True)
class LearnedScorer:
    """Says which fillers a document has by what the training part taught, weighed against those of the rules.

    With a tagger what it says of each phrase is weighed in as well.
    """

    model: Model
    tagger: Tagger | None = None

    @property
    def note(self) -> str:
        """What takes part, in words for a report of figures."""
        if self.tagger is not None:
            return "a learned layer with a tagger over the rules"
        return "a learned layer over the rules, without its tagger: its weights are not there"

    def score(self, proposal: Proposal) -> tuple[Filler, ...]:
        """Return the fillers of the document, one for each entity and role, with probabilities."""
        text = proposal.document.text
        tags = self.tagger.read(text) if self.tagger is not None else None
        known: dict[str, Numbers] = {}

        def weigh(role: MucRole, judged: Sequence[Judged]) -> tuple[list[float], float]:
            keys, likely = [one.key for one in judged], [one.probability for one in judged]
            likely = blend(role, keys, likely, rule_keys(proposal.templates, role))
            if tags is None:
                return likely, least_of(role)
            for one in judged:
                if one.key not in known:
                    known[one.key] = clues_of(tags, [(mention.start, mention.end) for mention in one.mentions])
            clues = [known[key][ROLES.index(role)].tolist() for key in keys]
            return blend_tagged(role, likely, clues), least_tagged(role)

        return self.model.fillers(words_of(text, proposal.parsed), weigh)


def load_scorer() -> LearnedScorer | None:
    """Return the learned layer, None if its weights are not there; it has no tagger if those are not."""
    if not WEIGHTS.exists():
        return None
    return LearnedScorer(load_model(), load_tagger())
