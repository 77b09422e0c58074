"""Finds figures about many events, without a parser: cast and voices in, `Statistic`s out. Only clear ones."""

from collections.abc import Iterator
from hashlib import sha256

from overt.base.calendar import find_times, resolve_time
from overt.extract.shallow.cast import Cast
from overt.extract.shallow.described import number_of
from overt.extract.shallow.lines import Line
from overt.extract.shallow.voices import Voices
from overt.types.account import Statistic
from overt.types.report import Report

_LEAST = 10
_REACH = 3


def find_figures(report: Report, cast: Cast, voices: Voices) -> tuple[Statistic, ...]:
    """Return counts of ten or more acts or agents whose sentence names years ("more than 40 attacks since 2022")."""
    return tuple(figure for line in cast.lines for figure in _figures(report, cast, line, voices))


def _figures(report: Report, cast: Cast, line: Line, voices: Voices) -> Iterator[Statistic]:
    language = cast.language
    times = [time for time in find_times(line.text, language.code) if not time.is_relative]
    published = report.published.interval if report.published else None
    for number in language.number.finditer(line.text):
        value = number_of(number[0], language)
        if value is None or value < _LEAST or not times or any(t.start <= number.start() < t.end for t in times):
            continue
        noun = next(
            (w for w in line.words_after(number.end(), _REACH) if language.words["counted"].fullmatch(w.text)), None
        )
        if noun is None or any(char in line.text[number.end() : noun.start] for char in ",;:.()"):
            continue
        before = line.words_before(number.start(), 3)
        lead = line.text[before[0].start : number.start()] if before else ""
        is_least = bool(language.words["more_than"].search(lead))
        span = line.span(number.start(), noun.end)
        yield Statistic(
            id="sta_" + sha256(f"{report.id}\0{span.start}\0{span.end}".encode()).hexdigest()[:16],
            report_id=report.id,
            lo=float(value),
            hi=None if is_least else float(value),
            figure=number[0],
            unit="person" if language.words["people"].fullmatch(noun.text) else "event",
            counted=noun.text,
            period=resolve_time(times[0], published, None),
            period_text=times[0].text,
            place=None,
            direction=None,
            voice=voices.voice_of_line(line),
            span=span,
            quote=span.quote(report.text),
        )
