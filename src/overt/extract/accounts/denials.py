"""Finds who denies or says nothing of what was told before: accounts in, the same with the denials on them out.

"Moscow rejected the accusations", "the embassy denied that any such incident took place", "his lawyer called the claims
absurd": the words take an act up without telling one, so they make no incident and stand as claims on the one meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from overt.extract.accounts.deniers import Denier, load_denial_words, meet_denier
from overt.extract.accounts.steps import Told
from overt.extract.entities.mentions import EntityMap
from overt.extract.ground import ClaimBook
from overt.extract.parse import Parsed
from overt.extract.voices.cues import read_lexicon
from overt.extract.voices.names import describe_speaker
from overt.extract.voices.scope import find_hits
from overt.extract.voices.sources import find_agent, find_subject, is_negated, is_passive
from overt.extract.voices.speakers import ReportVoices
from overt.types.account import Account, Role
from overt.types.claim import Certainty, Commitment, Polarity, Speaker, SpeechAct, Voice
from overt.types.passage import PassageKind
from overt.types.report import Report

_HAPPENED, _ACCUSED, _TIED, _MATTER = "happening", "accusation", "tie", "matter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """One denial as it stands. `head` is what is denied; None where nothing is named ("declined to comment")."""

    parsed: Parsed
    anchor: Token
    head: Token | None
    takes_up: str  # happening | accusation | tie | matter
    voice: Voice

    @property
    def place(self) -> tuple[int, int]:
        """The sentence it stands in, to compare with a frame's."""
        return (self.parsed.passage.index, self.anchor.sent.start)


def mark_denied(  # noqa: PLR0913, PLR0917 - what was read of the report so far
    report: Report,
    parsed: Sequence[Parsed],
    told: Sequence[Told],
    accounts: Sequence[Account],
    entities: EntityMap,
    voices: ReportVoices,
) -> list[Account]:
    """Return the accounts, those that somebody denies with a claim for it; a denied attribution is contested."""
    marked = list(accounts)
    for part in parsed:
        if part.passage.kind is PassageKind.PARAGRAPH:
            for denial in _find_denials(part, voices):
                denier = meet_denier(denial.voice.chain[-1], entities)
                number = _act_meant(denial, denier, told, marked)
                if number is not None:
                    marked[number] = _with_denial(report, marked[number], denial, denier)
                    for other in _acts_beside(denial, denier, told, marked):
                        if other != number:
                            marked[other] = _with_denial(report, marked[other], denial, denier)
    return marked


def _acts_beside(denial: Denial, denier: Denier, told: Sequence[Told], accounts: Sequence[Account]) -> Iterator[int]:
    """Yield all acts told before that the denier is said to be behind: "denied any role" is of each of them.

    A denial that names an act is of that one alone, and so is one that something happened.
    """
    if denial.takes_up not in (_ACCUSED, _TIED) or (denial.head is not None and _names_an_act(denial, told)):
        return
    for number, item in enumerate(told):
        is_before = any((f.passage_sentence, f.token.i) < (denial.place, denial.anchor.i) for f in item.frames)
        if is_before and item.frames[0].family != "response" and denier.own_actors(accounts[number]):
            yield number


def _names_an_act(denial: Denial, told: Sequence[Told]) -> bool:
    under = {token.i for token in denial.head.subtree} if denial.head is not None else set()
    return any(frame.parsed is denial.parsed and frame.token.i in under for item in told for frame in item.frames)


def _find_denials(part: Parsed, voices: ReportVoices) -> Iterator[Denial]:
    """Yield the denials of one passage: by a verb or noun of denying, by naming it false, by saying that it is."""
    for hit in find_hits(part.doc).hits:
        if hit.negated or hit.outer or hit.cue.speech_act not in (SpeechAct.DENY, SpeechAct.NO_COMMENT):
            continue
        if hit.cue.link != "speaker":
            continue
        heads = [*hit.roots, *(c for c in hit.anchor.children if c.dep_ in ("dobj", "nsubjpass"))]
        found: tuple[Token | None, str] | None = next(
            ((head, kind) for head in heads if (kind := _takes_up(head))), None
        )
        is_silent = hit.cue.speech_act is SpeechAct.NO_COMMENT
        if found is None and is_silent and not hit.roots:
            found = (None, _MATTER)
        if found is not None:
            voice = _voice_of(part, hit.anchor, voices, hit.cue.speech_act)
            if voice is not None:
                yield Denial(parsed=part, anchor=hit.anchor, head=found[0], takes_up=found[1], voice=voice)
    yield from _called_false(part, voices)
    yield from _nothing_to_do(part, voices)


def _nothing_to_do(part: Parsed, voices: ReportVoices) -> Iterator[Denial]:
    """Yield "had nothing to do with it", said by somebody."""
    for token in part.doc:
        if token.lower_ == "nothing" and token.head.lemma_ == "have" and any(c.lemma_ == "do" for c in token.children):
            voice = _voice_of(part, token.head, voices, SpeechAct.DENY)
            if voice is not None:
                yield Denial(parsed=part, anchor=token.head, head=token, takes_up=_TIED, voice=voice)


def _called_false(part: Parsed, voices: ReportVoices) -> Iterator[Denial]:
    """Yield "called the allegation baseless" and, of a speaker, "the allegations are baseless"."""
    words = load_denial_words()
    for token in part.doc:
        is_naming = token.lemma_ in words.naming and token.pos_ == "VERB"
        if not (is_naming or (token.lemma_ == "be" and token.pos_ == "AUX")) or is_negated(token):
            continue
        near = [t for t in token.subtree if abs(t.i - token.i) <= _NEAR]
        heads = [t for t in near if t.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj") and _takes_up(t) == _ACCUSED]
        if not is_naming:
            heads = [t for t in heads if t.head.i == token.i]
        if heads and any(t.lemma_.lower() in words.rejecting and t.i != heads[0].i for t in near):
            voice = _voice_of(part, token, voices, SpeechAct.DENY)
            if voice is not None:
                yield Denial(parsed=part, anchor=token, head=heads[0], takes_up=_ACCUSED, voice=voice)


_NEAR = 12


def _takes_up(head: Token) -> str:
    """Say how a word takes up what was told before; "" if it does not."""
    words, lexicon = load_denial_words(), read_lexicon()
    lemma = head.lemma_.lower()
    if head.pos_ in ("VERB", "AUX"):
        subjects = [c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")]
        happens = lemma in lexicon.happening and any(
            c.lemma_.lower() in words.happenings and _points_back(c) for c in subjects
        )
        return _HAPPENED if happens else ""
    if lemma in lexicon.ties:
        return _TIED
    if lemma in words.accusations and _points_back(head) and not _is_about_else(head):
        return _ACCUSED
    if lemma in words.happenings and _points_back(head):
        return _HAPPENED
    return _MATTER if head.lower_ in words.matters or lemma in words.matters else ""


def _points_back(noun: Token) -> bool:
    before = [c.lower_ for c in noun.children if c.dep_ in ("det", "poss", "predet", "amod")]
    return noun.tag_ in ("NNS", "NNPS") or any(word in load_denial_words().pointing for word in before)


def _is_about_else(noun: Token) -> bool:
    return any(t.lower_ in load_denial_words().not_of for t in noun.subtree)


def _voice_of(part: Parsed, anchor: Token, voices: ReportVoices, act: SpeechAct) -> Voice | None:
    """Return the voice of a denial: whoever passes it on, then the one who denies; None if nobody is named."""
    above = voices.voice_at(part, anchor)
    chain: list[Speaker] = list(above.chain)
    for link in voices.links.values():
        if link.parsed is part and link.hit.anchor.i == anchor.i and not link.hit.outer:
            chain += [speaker for speaker in link.speakers if speaker not in chain]
    namer = find_agent(anchor) if is_passive(anchor) else find_subject(anchor)
    if len(chain) == len(above.chain) and anchor.pos_ == "VERB" and namer is not None and namer.pos_ in _SPEAKING:
        chain.append(describe_speaker(part, namer, anchor.text))
    if len(chain) < 2 or above.polarity is Polarity.NEITHER:
        return None
    is_silent = act is SpeechAct.NO_COMMENT
    return replace(
        above,
        chain=tuple(chain),
        speech_act=act,
        polarity=Polarity.NEITHER if is_silent else Polarity.DENIED,
        certainty=Certainty.UNSTATED if is_silent else Certainty.FIRM,
        commitment=Commitment.REPORTS,
    )


_SPEAKING = frozenset({"NOUN", "PROPN"})


def _act_meant(denial: Denial, denier: Denier, told: Sequence[Told], accounts: Sequence[Account]) -> int | None:
    """Return the act that is meant: the one whose tie is denied, else the denier's own, else the last told before.

    What is told under the accusation itself ("denied allegations of spying") carries its denial already.
    """
    acts = [number for number, item in enumerate(told) if item.frames[0].family != "response"]
    if denial.head is not None:
        under = {t.i for t in denial.head.subtree}
        own = [n for n in acts for f in told[n].frames if f.parsed is denial.parsed and f.token.i in under]
        if own:
            return own[0] if denial.takes_up == _TIED else None
    before = [
        (frame.passage_sentence, frame.token.i, number)
        for number in acts
        for frame in told[number].frames
        if not frame.is_heading and (frame.passage_sentence, frame.token.i) < (denial.place, denial.anchor.i)
    ]
    concerned = [row for row in before if denier.is_concerned(accounts[row[2]])]
    if concerned or denial.takes_up == _HAPPENED:
        chosen = max(concerned or before, default=None)
        return None if chosen is None else chosen[2]
    # an accusation nobody is named in is about what the report is about
    return max((row[2] for row in before), key=lambda n: (len(told[n].frames), -n), default=None)


def _with_denial(report: Report, account: Account, denial: Denial, denier: Denier) -> Account:
    fields = list(_fields(account, denial, denier))
    book = ClaimBook(report)
    first, last = sorted((denial.anchor.i, denial.head.i if denial.head is not None else denial.anchor.i))
    span = denial.parsed.span_of(denial.parsed.doc[first : last + 1])
    for field, value in fields:
        book.add(field, value, span, denial.voice)
    known = {claim.id for claim in account.claims}
    added = tuple(claim for claim in book.claims() if claim.id not in known)
    is_denied = denial.voice.polarity is Polarity.DENIED
    denied = {value for field, value in fields if field == "attribution" and is_denied}
    return replace(
        account,
        claims=(*account.claims, *added),
        attribution=tuple(replace(one, contested=True) if one.actor in denied else one for one in account.attribution),
    )


def _fields(account: Account, denial: Denial, denier: Denier) -> Iterator[tuple[str, str]]:
    """Yield field and value of what is denied: that it happened, who was behind it, or who did it.

    A state that denies a part in an act is nowhere named as the actor for that: its claim is a denial and no more.
    """
    if denial.takes_up == _HAPPENED:
        yield "type", account.type
        return
    actors, people = denier.own_actors(account), denier.own_people(account)
    if actors or people:
        yield from (("attribution", one.actor) for one in actors)
        if not actors:
            yield from ((f"participant.{one.role}", one.name or one.description or "") for one in people)
    elif not denier.is_stranger(account):
        if account.attribution:
            yield from (("attribution", one.actor) for one in account.attribution)
        elif (denier.is_state or denier.countries) and denial.takes_up in (_TIED, _ACCUSED):
            yield "attribution", denier.speaker.name or denier.speaker.description or ""
        elif denial.takes_up == _ACCUSED and denial.head is not None and denial.head.lemma_.lower() in _OF_THE_LAW:
            # who pleads against a charge denies his part, and seldom that it happened
            yield f"participant.{Role.PERPETRATOR.value}", denier.speaker.name or denier.speaker.description or ""
        elif denial.takes_up == _ACCUSED:
            yield "type", account.type


_OF_THE_LAW = frozenset({"charge", "count", "indictment", "guilt"})
