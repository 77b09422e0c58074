"""What the light models look at: a template and the text around it in, names of features out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span as Tokens

from bench.muc4.documents import Document
from bench.muc4.templates import Template
from overt.extract.parse import Parsed
from overt.types.account import Account

_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
_YEAR = re.compile(r"\b19(\d\d)\b")
_NEWS = re.compile(r"\b(?:today|yesterday|tonight|last night|this (?:morning|afternoon|evening)|ago|last week)\b")


@dataclass(frozen=True)
class Scene:
    """The sentences of a document with the names of its light features."""

    document: Document
    parsed: Sequence[Parsed]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int, Tokens], ...]:
        """Every sentence with where it begins and ends in the document."""
        rows = ((item.span_of(s), s) for item in self.parsed for s in item.doc.sents)
        return tuple((span.start, span.end, sentence) for span, sentence in rows)

    @cached_property
    def words(self) -> frozenset[str]:
        """The lemmas of the document that tell something."""
        return frozenset(word for _, _, sentence in self.sentences for word in lemmas(sentence))

    def numbers(self, template: Template) -> list[int]:
        """Return the numbers of the sentences that tell of a template."""
        return [
            number
            for number, (start, end, _) in enumerate(self.sentences)
            if any(start <= place < end for place, _ in template.triggers)
        ]


def lemmas(sentence: Tokens) -> Iterator[str]:
    """Yield the lemmas of a sentence that tell something, numbers as one."""
    for token in sentence:
        if token.pos_ in _TELLING and not token.is_punct:
            yield "#" if token.like_num else token.lemma_.lower()


def template_features(scene: Scene, account: Account, template: Template, count: int) -> Iterator[str]:
    """Yield what says whether a template is an incident of MUC-4; `count`: how many the document has."""
    numbers = scene.numbers(template)
    text = scene.document.text
    yield f"type={template.incident_type}"
    yield f"triggers={min(len(template.triggers), 4)}"
    yield f"first={min(min(numbers, default=0), 6)}"
    yield f"count={min(count, 5)}"
    yield f"long={min(len(scene.sentences) // 8, 5)}"
    yield f"stage={account.stage}"
    yield from (f"trigger={text[start:end]}" for start, end in template.triggers)
    for number in numbers:
        start, end, sentence = scene.sentences[number]
        yield from (f"near={word}" for word in lemmas(sentence))
        yield from (f"year={'new' if int(year) > _OLD else 'old'}" for year in _YEAR.findall(text, start, end))
        yield from (f"news={word}" for word in _NEWS.findall(text, start, end))
    roles = {filler.role for filler in template.fillers}
    yield from (f"role={role}" for role in roles)
    yield f"roles={len(roles)}"
    yield from (f"filler={f.role}={f.mentions[0].text.split()[-1]}" for f in template.fillers)
    for claim in account.claims:
        if claim.field == "type":
            yield from (f"act={claim.voice.speech_act}", f"sure={claim.voice.certainty}")
            yield f"speaker={claim.voice.chain[-1].kind}"
        elif claim.field.startswith("participant."):
            yield f"{claim.field}={claim.quote.split()[-1].lower()}"
    yield from (f"doc={word}" for word in scene.words)


_OLD = 87
