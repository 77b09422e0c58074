"""Finds where a report takes an allegation back: accounts in, the same with claims on their status out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span as TokenSpan

from overt.base.knowledge import read_knowledge
from overt.base.spans import Span
from overt.extract.accounts.steps import Told
from overt.extract.ground import ClaimBook
from overt.extract.parse import Parsed
from overt.extract.voices.sources import is_negated
from overt.extract.voices.speakers import ReportVoices
from overt.types.account import Account
from overt.types.claim import Certainty, Polarity, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.passage import PassageKind
from overt.types.report import Report

_AUTHORITIES = frozenset({
    SpeakerKind.OUTLET, SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.COURT, SpeakerKind.GOVERNMENT,
    SpeakerKind.SERVICE, SpeakerKind.EXPERT, SpeakerKind.DOCUMENT, SpeakerKind.NGO,
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """The words that take something back, where they stand and in whose voice."""

    span: Span
    voice: Voice
    sentence: tuple[int, int]


def mark_reversed(
    report: Report, parsed: Sequence[Parsed], told: Sequence[Told], accounts: Sequence[Account], voices: ReportVoices
) -> list[Account]:
    """Return the accounts, those that the report takes back with a claim "status = reversed" (R12)."""
    marked = list(accounts)
    for reversal in _find_reversals(parsed, voices):
        number = _act_meant(reversal, told)
        if number is None or _is_interested(reversal.voice.chain[-1], accounts[number]):
            continue
        book = ClaimBook(report)
        book.add("status", "reversed", reversal.span, reversal.voice)
        known = {claim.id for claim in marked[number].claims}
        added = tuple(claim for claim in book.claims() if claim.id not in known)
        marked[number] = replace(marked[number], claims=(*marked[number].claims, *added))
    return marked


def _find_reversals(parsed: Sequence[Parsed], voices: ReportVoices) -> Iterator[Reversal]:
    for part in parsed:
        if part.passage.kind is PassageKind.PARAGRAPH:
            for sentence in part.doc.sents:
                found = _reversal_in(part, sentence, voices)
                if found is not None:
                    yield found


def _reversal_in(part: Parsed, sentence: TokenSpan, voices: ReportVoices) -> Reversal | None:
    for act, pattern in _patterns():
        match = pattern.search(sentence.text)
        if match is None:
            continue
        words = sentence.char_span(match.start(), match.end(), alignment_mode="expand")
        if words is None:
            continue
        voice = voices.voice_at(part, words.root)
        is_open = voice.polarity is Polarity.NEITHER or voice.certainty is not Certainty.FIRM
        if is_open or (is_negated(words.root) and "longer" not in words.text):
            continue
        taken_back = replace(voice, speech_act=act, polarity=Polarity.AFFIRMED)
        return Reversal(span=part.span_of(words), voice=taken_back, sentence=(part.passage.index, sentence.start))
    return None


@cache
def _patterns() -> tuple[tuple[SpeechAct, re.Pattern[str]], ...]:
    table = read_knowledge("reversals.yaml")
    return tuple(
        (act, re.compile("|".join(f"(?:{part})" for part in table[act.value]), re.IGNORECASE))
        for act in (SpeechAct.RETRACT, SpeechAct.CORRECT)
    )


def _act_meant(reversal: Reversal, told: Sequence[Told]) -> int | None:
    """Return the act that is taken back: the report's only one, else the last told before."""
    acts = [number for number, item in enumerate(told) if item.frames[0].family not in {"response", "movement"}]
    if len(acts) < 2:
        return acts[0] if acts else None
    at = [(frame.passage_sentence, number) for number in acts for frame in told[number].frames if not frame.is_heading]
    before = [row for row in at if row[0] <= reversal.sentence]
    return max(before)[1] if before else None


def _is_interested(origin: Speaker, account: Account) -> bool:
    """Say whether the word comes from the accused side, or from nobody who could know."""
    if origin.kind not in _AUTHORITIES:
        return True
    said = f"{origin.name or ''} {origin.description or ''}".lower()
    interested = set(read_knowledge("reversals.yaml")["interested"])
    actors = {word.lower() for one in account.attribution for word in one.actor.split() if len(word) > 3}
    return bool((interested | actors) & set(re.findall(r"\w+", said)))
