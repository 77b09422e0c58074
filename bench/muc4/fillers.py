"""Fills the roles of MUC-4: an account of overt's engine and the parse in, fillers as the keys quote them out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from bench.muc4.documents import Document
from bench.muc4.names import fullest, is_person, load_words, name_around, person_names, words_of
from bench.muc4.phrases import noun_phrase
from bench.muc4.templates import Filler, Mention, MucRole
from overt.base.spans import Span
from overt.extract.parse import Parsed
from overt.types.account import Account, EntityKind, LocalEntity, MentionForm, Participant, Reading, Role

_DOERS = frozenset({Role.PERPETRATOR, Role.PROXY, Role.DIRECTOR, Role.HANDLER, Role.CLAIMANT})
_HIT = frozenset({Role.VICTIM, Role.TARGET, Role.OBJECT})


@dataclass(frozen=True, slots=True)
class FillerFinder:
    """Finds the fillers of the accounts of one document."""

    document: Document
    parsed: Sequence[Parsed]
    entities: Sequence[LocalEntity]
    persons: dict[str, tuple[int, int]]  # names of persons in the document, with where each stands first

    def find(self, account: Account) -> tuple[Filler, ...]:
        """Return the fillers of an account, each phrase once a role."""
        found: dict[tuple[MucRole, str], Filler] = {}
        for filler in (*self._of_participants(account), *self._agents(account), *self._weapons(account)):
            found.setdefault((filler.role, filler.mentions[0].text), filler)
        doers = [f for f in found.values() if f.role is MucRole.PERP_IND]
        if not any(role is MucRole.PERP_ORG for role, _ in found):
            for filler in self._bodies_near(account, doers):
                found.setdefault((filler.role, filler.mentions[0].text), filler)
        return tuple(found.values())

    def _of_participants(self, account: Account) -> Iterator[Filler]:
        spans = {claim.id: claim.span for claim in account.claims}
        for participant in account.participants:
            for span in dict.fromkeys(spans[claim] for claim in participant.claim_ids):
                yield from self._of_phrase(participant, span)
        for claim in account.claims:
            if claim.field == "target_object":
                found = self.head_of(claim.span)
                if found is not None:
                    yield from self._things(*found)

    def _of_phrase(self, participant: Participant, span: Span) -> Iterator[Filler]:
        head = self._meant(participant, span)
        if head is None:
            return
        if participant.role in _DOERS:
            for token in _joined(head[1]):
                yield from self._doer(head[0], token)
        elif participant.role in _HIT:
            yield from self._victim(*head, is_sure=participant.kind is EntityKind.PERSON)
            if participant.role is not Role.VICTIM:
                yield from self._things(*head)

    def _meant(self, participant: Participant, span: Span) -> tuple[Parsed, Token] | None:
        """Return the head of a phrase; of a pronoun that of what it stands for, as "who" and the engine say."""
        head = self.head_of(span)
        if head is None or head[1].pos_ != "PRON":
            return head
        parsed, token = head
        if token.lower_ in _RELATIVE:
            verb = next((word for word in token.ancestors if word.dep_ == "relcl"), None)
            return (parsed, verb.head) if verb is not None else None
        entity = next((one for one in self.entities if one.key == participant.entity_key), None)
        told = [mention.span for mention in entity.mentions if mention.form is MentionForm.NAME] if entity else []
        return self.head_of(told[0]) if told else None

    def head_of(self, span: Span) -> tuple[Parsed, Token] | None:
        """Return the parse and the head of a stretch of the document."""
        for item in self.parsed:
            if item.passage.span.contains(span):
                tokens = item.tokens_at(span)
                return (item, tokens.root) if tokens is not None else None
        return None

    def _doer(self, parsed: Parsed, head: Token) -> Iterator[Filler]:
        phrase = noun_phrase(parsed, head, self.document.text)
        if phrase is None:
            return
        bodies = list(self._bodies_in(phrase.start, phrase.end + 1))
        yield from (Filler(role=MucRole.PERP_ORG, mentions=(body,)) for body in bodies)
        if any(body.text == phrase.text for body in bodies):
            return
        bounds = name_around(head)
        if bounds is not None and is_person(parsed.doc[bounds[0] : bounds[1]]) and not bodies:
            yield Filler(role=MucRole.PERP_IND, mentions=(self._name(parsed, bounds),))
        elif head.lemma_.lower() in words_of("doers") and not _is_denied(head):
            yield Filler(role=MucRole.PERP_IND, mentions=(phrase,))

    def _victim(self, parsed: Parsed, head: Token, *, is_sure: bool) -> Iterator[Filler]:
        """Yield the names in a phrase: its head, what it is set beside ("the mayor, X"), and those joined to it."""
        for token in _beside(head):
            bounds = name_around(token)
            is_known = is_sure and token == head
            if bounds is not None and (is_known or is_person(parsed.doc[bounds[0] : bounds[1]])):
                name = self._name(parsed, bounds)
                if not any(True for _ in self._bodies_in(name.start, name.end)):
                    yield Filler(role=MucRole.VICTIM, mentions=(name,))

    def _name(self, parsed: Parsed, bounds: tuple[int, int]) -> Mention:
        tokens = parsed.doc[bounds[0] : bounds[1]]
        whole = fullest(tokens.text.lower(), self.persons)
        start, end = self.persons.get(whole, _bounds(parsed.span_of(tokens)))
        return Mention(start=start, end=end, text=self.document.text[start:end])

    def _things(self, parsed: Parsed, head: Token) -> Iterator[Filler]:
        for token in _joined(head):
            yield from self._thing(parsed, token)

    def _thing(self, parsed: Parsed, head: Token) -> Iterator[Filler]:
        lemma = head.lemma_.lower()
        if (
            lemma in words_of("weapons") | words_of("doers")
            or head.pos_ not in {"NOUN", "PROPN"}
            or head.ent_type_ == "PERSON"
        ):
            return
        phrase = noun_phrase(parsed, head, self.document.text, with_numbers=False)
        if phrase is not None and phrase.text not in self.persons:
            yield Filler(role=MucRole.TARGET, mentions=(phrase,))

    def sentences(self, account: Account) -> Iterator[tuple[Parsed, Tokens]]:
        """Yield the sentences that tell of the act."""
        spans = [claim.span for claim in account.claims if claim.field == "type"]
        for item in self.parsed:
            for sentence in item.doc.sents:
                if any(item.span_of(sentence).overlaps(span) for span in spans):
                    yield item, sentence

    def _agents(self, account: Account) -> Iterator[Filler]:
        """Yield those by whom something is done in the sentences of the act, however far "by" stands from its word."""
        for item, sentence in self.sentences(account):
            for token in sentence:
                if token.dep_ == "pobj" and token.head.lower_ == "by" and token.lemma_.lower() in words_of("doers"):
                    yield from self._doer(item, token)

    def _weapons(self, account: Account) -> Iterator[Filler]:
        for item, sentence in self.sentences(account):
            for token in sentence:
                if is_weapon(token):
                    phrase = noun_phrase(item, token, self.document.text, with_numbers=False)
                    if phrase is not None:
                        yield Filler(role=MucRole.WEAPON, mentions=(phrase,))

    def _bodies_in(self, start: int, end: int) -> Iterator[Mention]:
        for match in _body_pattern().finditer(self.document.text, start, end):
            yield Mention(start=match.start(), end=match.end(), text=match[0])

    def _bodies_near(self, account: Account, doers: Sequence[Filler]) -> Iterator[Filler]:
        """Yield the armed body that the text names beside the act: only where fighters or nobody did it."""
        if any(not set(re.findall(r"\w+", f.mentions[0].text.rstrip("s"))) & _fighters() for f in doers):
            return
        told = [item.span_of(sentence) for item, sentence in self.sentences(account)]
        if not told:
            return
        start, end = min(span.start for span in told), max(span.end for span in told)
        bodies = [body for body in self._bodies_in(max(0, start - _NEAR), end + _NEAR) if not _is_state(body.text)]
        if bodies and (doers or any(_is_blamed(self.document.text, body) for body in bodies)):
            middle = told[0].start
            best = min(bodies, key=lambda body: abs(body.start - middle))
            yield Filler(role=MucRole.PERP_ORG, mentions=(best,))


_NEAR = 400


def make_finder(document: Document, parsed: Sequence[Parsed], reading: Reading) -> FillerFinder:
    """Return the finder for a document."""
    return FillerFinder(document, parsed, reading.entities, person_names(parsed))


def is_weapon(token: Token) -> bool:
    """Say whether a noun is a weapon; a thing like "charge" needs a word that makes it one."""
    lemma = token.lemma_.lower()
    if token.pos_ not in {"NOUN", "PROPN"} or lemma not in words_of("weapons"):
        return False
    if token.dep_ in {"compound", "amod"} and token.head.lemma_.lower() not in _DONE_WITH:
        return False
    if lemma not in words_of("weapons_with"):
        return True
    near = {child.lemma_.lower() for child in token.subtree} | {token.head.lemma_.lower()}
    return bool(near & (words_of("makes_weapon") | (words_of("weapons") - words_of("weapons_with"))))


_DONE_WITH = frozenset({"attack", "explosion", "blast", "assault", "fire", "bombing", "burst"})


_RELATIVE = frozenset({"who", "which", "that", "whom"})


def _joined(head: Token) -> Iterator[Token]:
    """Yield a head and the heads that "and" and "or" join to it."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN"}:
            yield from _joined(child)


def _beside(head: Token) -> Iterable[Token]:
    yield head
    for child in head.children:
        if child.dep_ in {"appos", "conj"}:
            yield from _beside(child)
        elif child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN":
            yield child


def _bounds(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_denied(head: Token) -> bool:
    return any(child.lower_ == "no" for child in head.children)


def _is_state(name: str) -> bool:
    return any(word in name for word in load_words()["state_bodies"])


def _is_blamed(text: str, body: Mention) -> bool:
    return bool(_BLAME.search(text, max(0, body.start - 60), body.end + 60))


_BLAME = re.compile(r"claim|responsib|attribut|blam|accus|by the|members? of|perpetrat|carried out|guerrillas|suspect")


@cache
def _fighters() -> frozenset[str]:
    return frozenset(word for phrase in load_words()["fighters"] for word in phrase.split())


@cache
def _body_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(load_words()['bodies'], key=len, reverse=True))})(?!\w)")
