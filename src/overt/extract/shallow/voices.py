"""Says who speaks in a line and how firmly, without a parser: `Line` and its tells in, `Voice` out."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.extract.acts.legal import spoken_in_law
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.language import Language
from overt.extract.shallow.lines import Line
from overt.extract.shallow.tells import Tell
from overt.extract.voices.speakers import publisher_of
from overt.types.claim import Certainty, Commitment, Polarity, Speaker, SpeakerKind, SpeechAct, Voice
from overt.types.report import Report

_DENIAL_REACH = 4
_REACH = 8  # words from a word of saying to who says it
_LAW = {
    "response.verdict": (SpeechAct.CONVICT, Certainty.FIRM),
    "response.charge": (SpeechAct.CHARGE, Certainty.HEDGED),
    "response.arrest": (SpeechAct.SUSPECT, Certainty.HEDGED),
}
_BASES = {SpeakerKind.COURT: "court_record", SpeakerKind.DOCUMENT: "document", SpeakerKind.WITNESS: "witnessed"}
_OFFICIAL = (SpeakerKind.POLICE, SpeakerKind.PROSECUTOR, SpeakerKind.GOVERNMENT, SpeakerKind.SERVICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who says each line of one report."""

    report: Report
    cast: Cast
    has_verdict: bool = False  # the report tells of one: what its court says of the act is then a finding

    def voice_of(self, tell: Tell, beside: Sequence[Tell]) -> Voice:
        """Return the voice of a tell; `beside` are the tells of its line."""
        language, line = self.cast.language, tell.line
        speakers = self.speakers(line)
        chain = (publisher_of(self.report), *speakers)
        is_found = self.has_verdict and any(speaker.kind is SpeakerKind.COURT for speaker in speakers)
        act, certainty = self._firmness(tell, beside, is_said=bool(speakers), is_found=is_found)
        voice = Voice(
            chain=chain,
            speech_act=act,
            polarity=Polarity.DENIED if act is SpeechAct.DENY else Polarity.AFFIRMED,
            certainty=certainty,
            commitment=Commitment.REPORTS if speakers else Commitment.ENDORSES,
            cues=_cues(line, language),
            basis=_basis(chain[-1].kind) if speakers else "not_stated",
        )
        if tell.type.startswith("response."):
            return voice
        return spoken_in_law(voice, accuses=bool(self.cast.people[line.number]))

    def voice_of_line(self, line: Line) -> Voice:
        """Return the voice of a line that tells of no act."""
        speakers = self.speakers(line)
        hedged = bool(self.cast.language.words["hedges"].search(line.text))
        suspected = bool(self.cast.language.words["suspected"].search(line.text))
        plain = SpeechAct.ASSERT if speakers else SpeechAct.REPORT_AS_FACT
        is_found = self.has_verdict and any(speaker.kind is SpeakerKind.COURT for speaker in speakers)
        act = SpeechAct.CONVICT if is_found else SpeechAct.SUSPECT if suspected else plain
        return Voice(
            chain=(publisher_of(self.report), *speakers),
            speech_act=act,
            polarity=Polarity.AFFIRMED,
            certainty=Certainty.HEDGED if (hedged or suspected) and not is_found else Certainty.FIRM,
            commitment=Commitment.REPORTS if speakers else Commitment.ENDORSES,
            cues=_cues(line, self.cast.language),
        )

    def _firmness(
        self, tell: Tell, beside: Sequence[Tell], *, is_said: bool, is_found: bool
    ) -> tuple[SpeechAct, Certainty]:
        """Return what saying it amounts to: the law's own acts first, then denials, suspicion, admission, hedges."""
        words, text = self.cast.language.words, tell.line.text
        plain = SpeechAct.ASSERT if is_said else SpeechAct.REPORT_AS_FACT
        is_act = not tell.type.startswith("response.")
        # a hedge doubts the act; only right beside it does it doubt that somebody was held or charged
        hedged = bool(words["hedges"].search(text if is_act else tell.line.around(tell.start, tell.end, _DENIAL_REACH)))
        is_flight = tell.type.startswith("movement.")  # who fled from house arrest is not suspected of it
        steps = {other.type for other in beside if other.type in _LAW and not other.is_weak} if is_act else {tell.type}
        step = next((code for code in ("response.verdict", "response.charge") if code in steps), None)
        if is_act and words["denied"].search(tell.line.around(tell.start, tell.end, _DENIAL_REACH)):
            found = SpeechAct.DENY, Certainty.FIRM
        elif step is not None:
            found = _LAW[step]
        elif is_act and (words["suspected"].search(text) or ("response.arrest" in steps and not is_flight)):
            found = _LAW["response.arrest"]
        elif is_act and is_found:
            found = _LAW["response.verdict"]
        elif is_act and words["admitted"].search(text):
            found = SpeechAct.ADMIT, Certainty.FIRM
        elif hedged:
            found = (SpeechAct.ALLEGE if is_act else plain), Certainty.HEDGED
        else:
            found = plain, Certainty.FIRM
        return found

    def speakers(self, line: Line) -> tuple[Speaker, ...]:
        """Return who is said to say a line: outlets cited, then the body or person beside a word of saying."""
        language = self.cast.language
        found: list[Speaker] = []
        for match in language.words["quoting"].finditer(line.text):
            found += self._near(line, (match.start(), match.end()), match[0], is_before=False)
        for match in language.words["said"].finditer(line.text):
            found += self._near(line, (match.start(), match.end()), match[0], is_before=True)
        unique: dict[str, Speaker] = {}
        for speaker in sorted(found, key=lambda one: one.kind is not SpeakerKind.OUTLET):
            key = (speaker.name or speaker.description or "").casefold()
            if key != (self.report.outlet or "").casefold():
                unique.setdefault(key, speaker)
        return tuple(unique.values())

    def _near(self, line: Line, cue: tuple[int, int], word: str, *, is_before: bool) -> list[Speaker]:
        """Return the nearest speaker after a cue; for a word of saying also before it, whichever is nearer."""
        options: list[tuple[int, Speaker]] = []
        for start, end, speaker in self._possible(line, word):
            after, before = start - cue[1], cue[0] - end
            if start <= cue[0] < end or (after < 0 and before < 0):
                continue
            if after < 0 and not is_before:
                continue
            distance = after if after >= 0 else before
            between = line.text[cue[1] : start] if after >= 0 else line.text[end : cue[0]]
            if (
                len(between.split()) <= _REACH
                and not any(char in between for char in ";:.")
                and between.count(",") <= 1
            ):
                options.append((distance + 40 * between.count(","), speaker))
        return [min(options, key=lambda option: option[0])[1]] if options else []

    def _possible(self, line: Line, cue: str) -> list[tuple[int, int, Speaker]]:
        found = []
        for hit in self.cast.known[line.number]:
            row = hit.rows[0]
            if row.id is None:
                continue
            kind = SpeakerKind.OUTLET if row.is_outlet else _KINDS.get(row.kind.value, SpeakerKind.GOVERNMENT)
            found.append((hit.start, hit.end, _speaker(line, (hit.start, hit.end), kind, cue, row.name)))
        taken = [(start, end) for start, end, _ in found]
        for person in self.cast.people[line.number]:
            if person.name is not None:
                kind = self._office(line, person.start)
                found.append(
                    (person.start, person.end, _speaker(line, (person.start, person.end), kind, cue, person.name))
                )
        for kind, pattern in self.cast.language.speakers.items():
            found += [
                (match.start(), match.end(), _speaker(line, match.span(), kind, cue, None))
                for match in pattern.finditer(line.text)
                if not any(start < match.end() and match.start() < end for start, end in taken)
            ]
        return found

    def _office(self, line: Line, start: int) -> SpeakerKind:
        """Return what a named person speaks as: by the nouns of up to four words before the name."""
        before = line.words_before(start, 4)
        lead = line.text[before[0].start : start] if before else ""
        return next(
            (kind for kind, pattern in self.cast.language.speakers.items() if pattern.search(lead)), SpeakerKind.UNKNOWN
        )

    def cites(self) -> tuple[str, ...]:
        """Return the outlets that the report names as its sources."""
        names = [
            s.name for line in self.cast.lines for s in self.speakers(line) if s.kind is SpeakerKind.OUTLET and s.name
        ]
        return tuple(dict.fromkeys(names))


_KINDS = {"service": SpeakerKind.SERVICE, "state": SpeakerKind.GOVERNMENT, "group": SpeakerKind.GROUP_CLAIMING}


def _speaker(line: Line, at: tuple[int, int], kind: SpeakerKind, cue: str, name: str | None) -> Speaker:
    words = line.text[at[0] : at[1]]
    return Speaker(
        name=name,
        description=None if name is not None else words,
        kind=kind,
        named=name is not None or kind in (*_OFFICIAL, SpeakerKind.COURT),
        cue=cue,
        span=line.span(*at),
    )


def _basis(kind: SpeakerKind) -> str:
    return "official_statement" if kind in _OFFICIAL else _BASES.get(kind, "not_stated")


def _cues(line: Line, language: Language) -> tuple[str, ...]:
    names = {"hedges": "hedged", "suspected": "suspected", "denied": "denied", "admitted": "admitted", "said": "said"}
    return tuple(cue for key, cue in names.items() if language.words[key].search(line.text))
