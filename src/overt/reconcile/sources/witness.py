"""What a report says for one proposition and where it has it from: claims in; speakers, citations, own reports out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from overt.base.knowledge import read_knowledge
from overt.reconcile.matching.names import fold, sound
from overt.reconcile.sources.marks import MarkKind, agency_key, find_marks, find_outlet
from overt.reconcile.sources.texts import Text, text_of
from overt.reconcile.sources.words import origin_words
from overt.types.claim import Claim, Speaker, SpeakerKind
from overt.types.report import Report

_MEDIA = frozenset({SpeakerKind.OUTLET, SpeakerKind.JOURNALIST})
OFFICIAL = frozenset(
    {SpeakerKind.GOVERNMENT, SpeakerKind.SERVICE, SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.COURT}
)
_TOLD_OF = frozenset({"participant.VIC", "participant.TGT", "participant.PER", "participant.PRX"})
_CAPITAL = r"[^\W\d_a-zа-яёіїєґß-öø-ÿ]"
_FIRST, _MORE = rf"\b{_CAPITAL}[\w'’-]+", rf"(?:\s{_CAPITAL}(?:\.|[\w'’-]+))"
_NAME = re.compile(rf"{_FIRST}{_MORE}+")
_ANY_NAME = re.compile(rf"{_FIRST}{_MORE}*")
_BETWEEN = (
    20  # characters between a verb of telling and a full name: "sagte der Wärter Jan Holt", "Holt, a guard, said"
)
_TOLD = re.compile(rf"(?:(?:the|der|dem|der Zeitung|au|à|listu)\s+)?(?P<name>{_FIRST}{_MORE}+)")
_DAS = 6  # letters before an inverted verb: "Das sagte ..."
_CITING = 120  # characters between a verb of telling and an outlet's name of several words
_REACH = 90  # characters between a verb of telling and who tells
_HEAD_LINES, _HEAD_WORDS = 6, 12
_LEAD = 2  # paragraphs after the headline in which a citation stands for the whole report
_OFFICE = 50  # characters before a name in which stands what somebody is
_PRONOUNS = frozenset("he she they it who that we i er sie il elle lui".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name with its key and where it stands."""

    key: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """First-hand reporting of the outlet's own: who told it or what it has seen, as far as the words around show."""

    start: int
    end: int
    names: frozenset[str]  # keys of family names
    nouns: frozenset[str]  # stems of words for what they are
    kinds: frozenset[SpeakerKind]
    countries: frozenset[str]
    is_document: bool = False
    is_public: bool = (
        False  # said where others may have heard it, too: to an agency's desk, in an authority's own paper
    )


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A report as a witness for one proposition: where its claims say they come from."""

    report: Report
    cites: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def published(self) -> tuple[date | None, date | None]:
        """Earliest and latest possible day of publication."""
        interval = self.report.published.interval if self.report.published else None
        return (interval.lo, interval.hi) if interval else (None, None)

    @cached_property
    def text(self) -> Text:
        """The text."""
        return text_of(self.report)

    @cached_property
    def outlet(self) -> str:
        """The key of the outlet."""
        return agency_key(self.report.outlet) if self.report.outlet else ""

    @cached_property
    def paragraphs(self) -> frozenset[int]:
        """The paragraphs in which the claims stand."""
        found = {self.text.paragraph_at(claim.span.start) for claim in self.claims}
        return frozenset(found | ({1} if 0 in found else set()))  # the first paragraph tells what the headline says

    def is_beside(self, offset: int, reach: int = 0) -> bool:
        """Say whether a place stands in a paragraph of the claims, or at most `reach` paragraphs from one."""
        at = self.text.paragraph_at(offset)
        return any(abs(at - one) <= reach for one in self.paragraphs)

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """The innermost speakers of the claims, the publisher itself left out."""
        last = [claim.voice.chain[-1] for claim in self.claims if claim.voice.chain]
        return tuple(one for one in last if one.span is not None and one.kind not in _MEDIA)

    @cached_property
    def passed_on(self) -> Mapping[str, Named]:
        """The outlets and documents that the claims or the words beside them say it comes from, by key."""
        found: dict[str, Named] = {}
        for claim in self.claims:
            links = [one for one in claim.voice.chain if one.span is not None and one.name]
            for at, one in enumerate(links):
                is_between = at < len(links) - 1 and one.kind is SpeakerKind.UNKNOWN
                if one.kind in _MEDIA | {SpeakerKind.DOCUMENT} or is_between:
                    _keep(found, one.name or "", (one.span.start, one.span.end) if one.span else (0, 0))
        for name in self.cites:
            if spot := self.cited_at(name):
                _keep(found, name, spot)
        for name, start, end in _told_names(self.text):
            if self.is_beside(start):
                _keep(found, name, (start, end))
        found.pop(self.outlet, None)
        return found

    def cited_at(self, outlet: str | None) -> tuple[int, int] | None:
        """Return where the words beside the claims, or the lead, name an outlet as one that tells; None: nowhere."""
        words = origin_words(self.report.language)["tells"]
        for start, end in find_outlet(self.text, outlet or ""):
            number = self.text.paragraph_at(start)
            sentence = self.text.sentence_at(start)
            if not sentence or not (0 < number <= _LEAD or number in self.paragraphs):
                continue
            # one word may be a town's as well: the verb must stand beside it
            reach = _CITING if any(char.isspace() for char in self.report.text[start:end]) else _BETWEEN
            lo, hi = max(sentence.start, start - reach), min(sentence.end, end + reach)
            if words.search(self.report.text[lo:hi]):
                return start, end
        return None

    @cached_property
    def agencies(self) -> Mapping[str, tuple[int, int, bool]]:
        """The agencies whose mark the text bears, by key: where, and whether the whole text is said to be theirs."""
        found: dict[str, tuple[int, int, bool]] = {}
        for mark in find_marks(self.report):
            if mark.kind in {MarkKind.WHOLE, MarkKind.PART} and mark.key != self.outlet:
                found.setdefault(mark.key, (mark.start, mark.end, mark.kind is MarkKind.WHOLE))
        return found

    @cached_property
    def done_to(self) -> frozenset[str]:
        """The family names of those whom the claims tell of; who only stands beside a verb of telling does not tell."""
        return frozenset(family_key(claim.value) for claim in self.claims if claim.field in _TOLD_OF)

    @cached_property
    def sayers(self) -> Mapping[str, Named]:
        """The people named as speakers in the claims or beside them, by the sound of their family name."""
        found: dict[str, Named] = {}
        for one in self.speakers:
            is_person = one.named and one.kind not in {*OFFICIAL, SpeakerKind.DOCUMENT}
            if one.kind is SpeakerKind.UNKNOWN and family_key(one.name or "") in self.done_to:
                continue
            if one.name and one.span and (is_person or (one.kind in OFFICIAL and " " in one.name)):
                _keep_person(found, one.name, (one.span.start, one.span.end))
        for name, start, end in _saying_names(self.text):
            if self.is_beside(start, 1) and family_key(name) not in self.done_to:
                _keep_person(found, name, (start, end))
        return found

    @cached_property
    def papers(self) -> tuple[tuple[int, int], ...]:
        """Where the words beside the claims name a paper or an occasion that many outlets share."""
        words = origin_words(self.report.language)
        found = [m.span() for kind in ("release", "conference") for m in words[kind].finditer(self.report.text)]
        return tuple(sorted(span for span in found if self.is_beside(span[0])))

    @cached_property
    def bodies(self) -> Mapping[str, Named]:
        """The authorities that the claims name, as acting or as speaking, by key."""
        found: dict[str, Named] = {}
        for claim in self.claims:
            if claim.field == "participant.AUT" and len(claim.value.split()) > 1:
                _keep(found, claim.value, (claim.span.start, claim.span.end))
        for one in self.speakers:
            if one.kind in OFFICIAL and one.span and len((one.name or "").split()) > 1:
                _keep(found, one.name or "", (one.span.start, one.span.end))
        return found

    @cached_property
    def is_body(self) -> bool:
        """The publisher is an authority that tells of its own acts."""
        return _is_official(self.report.outlet)

    @cached_property
    def heads(self) -> tuple[Named, ...]:
        """The names in the lines at the head of a paper whose publisher is not known: "Ostra Lab, Research Note 5"."""
        if self.report.outlet:
            return ()
        found = []
        for start, end in self.text.paragraphs[1:_HEAD_LINES]:
            line = self.report.text[start:end]
            name = _NAME.match(line)
            if name and len(line.split()) <= _HEAD_WORDS and line.strip()[-1:] not in ".!?":
                found.append(Named(key=name[0], name=name[0], start=start, end=start + name.end()))
        return tuple(found)

    @cached_property
    def own(self) -> tuple[Own, ...]:
        """The first-hand reporting of its own that it marks beside its claims."""
        return tuple(_own_reporting(self))


def _keep(found: dict[str, Named], name: str, at: tuple[int, int]) -> None:
    key = agency_key(name)
    if key:
        found.setdefault(key, Named(key=key, name=name, start=at[0], end=at[1]))


def _keep_person(found: dict[str, Named], name: str, at: tuple[int, int]) -> None:
    key, words = family_key(name), fold(name).split()
    is_body = not {words[0], words[-1]}.isdisjoint(read_knowledge("sources.yaml")["not_people"]) if words else True
    if len(key) > 2 and not is_body:
        found.setdefault(key, Named(key=key, name=name, start=at[0], end=at[1]))


def family_key(name: str) -> str:
    """Return a key of a family name that inflected and differently spelled forms mostly share."""
    words = fold(name).split()
    return sound(words[-1])[:5] if words else ""


@lru_cache(maxsize=1024)
def _told_names(text: Text) -> tuple[tuple[str, int, int], ...]:
    """Return the names right after a verb of telling: "told Gazeta Podlaska" names the one who was told."""
    words, body, found = origin_words(text.report.language)["tells"], text.report.text, []
    for match in words.finditer(body):
        name = _TOLD.match(body, match.end() + 1)
        if name and "\n" not in name[0] and not _is_inverted(body, match.start()):
            found.append((name["name"], name.start("name"), name.end("name")))
    return tuple(found)


def _is_inverted(body: str, verb: int) -> bool:
    """Say whether who tells stands behind the verb: "...", said Jan Holt; Das sagte Jan Holt."""
    line = re.split(r"[\n.!?]\s", body[max(0, verb - _REACH) : verb])[-1].rstrip()
    return len(line) <= _DAS or line[-1] in ",\"”“»«’'–—-"


@lru_cache(maxsize=1024)
def _saying_names(text: Text) -> tuple[tuple[str, int, int], ...]:
    """Return the full names that are the subject of a verb of telling, and family names right beside one."""
    words, body, found = origin_words(text.report.language)["tells"], text.report.text, []
    full = {match[0].split()[-1] for match in _NAME.finditer(body) if "\n" not in match[0]}
    for sentence in text.sentences:
        said = body[sentence.start : sentence.end]
        verbs = [match.span() for match in words.finditer(said)]
        for name in _ANY_NAME.finditer(said) if verbs else ():
            is_full = len(name[0].split()) > 1
            if "\n" in name[0] or not (is_full or name[0] in full):
                continue
            start, end = sentence.start + name.start(), sentence.start + name.end()
            reach = _BETWEEN if is_full else 2
            if any(_tells(body, (start, end), (sentence.start + v[0], sentence.start + v[1]), reach) for v in verbs):
                found.append((name[0], start, end))
    return tuple(found)


def _tells(body: str, name: tuple[int, int], verb: tuple[int, int], reach: int) -> bool:
    """Say whether a name is the subject of a verb: directly before it, with an apposition between, or inverted."""
    if name[1] <= verb[0]:
        between = body[name[1] : verb[0]].strip()
        is_apart = len(between) > 1 and between[0] == between[-1] == ","
        return is_apart if "," in between else len(between.split()) <= 1 and len(between) <= reach
    return 0 <= name[0] - verb[1] <= reach and _is_inverted(body, verb[0])


# ---- own reporting


def _own_reporting(witness: Witness) -> Iterator[Own]:
    """Yield the own marks beside the claims whose teller is first-hand; the claims' own chain may name him."""
    through = {one.key for one in witness.passed_on.values()}
    for mark in find_marks(witness.report):
        if mark.kind is MarkKind.DESK and not through:
            yield from _from_desk(witness, mark.start, mark.end)
        elif mark.kind in {MarkKind.OWN, MarkKind.SEEN} and witness.is_beside(mark.start):
            own = _told_own(witness, mark.start, mark.end, is_document=mark.kind is MarkKind.SEEN)
            yield from [own] if own else []
    if witness.is_body:
        yield Own(
            start=0,
            end=min(60, len(witness.report.text)),
            names=frozenset(),
            nouns=frozenset({"publisher"}),
            kinds=frozenset({SpeakerKind.GOVERNMENT}),
            countries=countries_in(witness.report.outlet or ""),
            is_public=True,
        )


def _from_desk(witness: Witness, start: int, end: int) -> Iterator[Own]:
    """An agency's own report from the spot: what named or official people say in it, they said to it."""
    there = origin_words(witness.report.language)["there"]
    for one in witness.sayers.values():
        before = witness.report.text[max(0, one.start - _OFFICE) : one.end]
        if nouns := there.findall(before):
            yield Own(
                start=start,
                end=end,
                names=frozenset({family_key(one.name)}),
                nouns=_stems(" ".join(nouns)),
                kinds=frozenset(),
                countries=frozenset(),
                is_public=True,
            )
    for speaker in witness.speakers:
        if speaker.kind.value in read_knowledge("sources.yaml")["first_hand_kinds"]:
            words = speaker.name or speaker.description or ""
            is_full = speaker.name is not None and len(speaker.name.split()) > 1
            yield Own(
                start=start,
                end=end,
                names=frozenset({family_key(words)}) if is_full else frozenset(),
                nouns=_stems(words),
                kinds=frozenset({speaker.kind}),
                countries=countries_in(words),
                is_public=True,
            )


def _told_own(witness: Witness, start: int, end: int, *, is_document: bool) -> Own | None:
    text, words = witness.text, origin_words(witness.report.language)
    sentence = text.sentence_at(start)
    if sentence is None:
        return None
    lo, hi = max(sentence.start, start - _REACH), min(sentence.end, end + _REACH)
    around = witness.report.text[lo:hi]
    said = [one for one in witness.speakers if one.span and sentence.start <= one.span.start < sentence.end]
    nouns = [match[0] for match in words["there"].finditer(around)]
    told = " ".join(nouns or [one.description or "" for one in said])
    paragraph = text.paragraphs[text.paragraph_at(start)]
    has_seen = bool(words["saw"].search(witness.report.text[paragraph[0] : paragraph[1]]))
    is_first_hand = any(one.kind.value in read_knowledge("sources.yaml")["first_hand_kinds"] for one in said)
    if not (is_document or nouns or is_first_hand or (said and has_seen)):
        return None
    names = {family_key(match[0]) for match in _NAME.finditer(around)} | {
        family_key(one.name) for one in said if one.name
    }
    own_name = {family_key(witness.report.outlet or "")}
    return Own(
        start=start,
        end=end,
        names=frozenset(names - witness.done_to - own_name),
        nouns=_stems(told),
        kinds=frozenset(one.kind for one in said if one.kind is not SpeakerKind.UNKNOWN),
        countries=countries_in(around if nouns or said else ""),
        is_document=is_document,
    )


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:5] for word in fold(words).split() if len(word) > 3 and word not in _PRONOUNS)


def _is_official(outlet: str | None) -> bool:
    words = read_knowledge("sources.yaml")["official_publishers"]
    return bool(outlet) and any(re.search(rf"\b{word}", outlet or "", re.IGNORECASE) for word in words)


@lru_cache(maxsize=20_000)
def countries_in(words: str) -> frozenset[str]:
    """Return the countries whose name or adjective stands in some words ("Malaysian police")."""
    table = read_knowledge("nationalities.yaml")
    spots = re.findall(r"[^\W\d_][\w-]*", words)
    known = {**table["countries"], **table["demonyms"]}
    found = {known[word] for word in spots if isinstance(known.get(word), str)}
    return frozenset(found | {known[word[:-2]] for word in spots if word.endswith("'s") and word[:-2] in known})
