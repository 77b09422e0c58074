"""Says in plain words what the ledger keeps in codes: times, grades, speakers, firmness, sources."""

import re
import unicodedata

from overt.types.claim import Certainty, Claim, Commitment, Polarity, Speaker, Voice

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_LONG_QUOTE = 60  # characters that explain themselves
_AROUND = 45  # characters of context on each side
_GRADES = {
    1: "confirmed by independent sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
_RULES = {
    "N0": "only a spreadsheet says so, which is no source of its own",
    "N1": "nobody says that it is so",
    "N2": "withdrawn by its sources, or impossible",
    "N3": "only contradicted",
    "N4": "more origins contradict it than affirm it",
    "N5": "as many origins contradict it as affirm it",
    "N6": "contradicted, but by fewer origins than affirm it",
    "N7": "independent origins, one of them firm and one without a stake",
    "N8": "a court finding, an authentic document or an admission",
    "N9": "independent origins",
    "N10": "several origins, not shown to be independent",
    "N11": "several origins, all of them hedged",
    "N12": "a single origin, but it fits what others say",
    "N13": "a single source, not yet comparable",
    "A1": "who is behind it is said without a basis: not better than 3",
}


def plain(text: str) -> str:
    """Return text on one line, without characters that could steer a terminal or turn the reading direction."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join("".join(kept).split())


def quote_in_context(text: str, start: int, end: int) -> str:
    """Return text[start:end] as «...», a short quote with the words of its line around it."""
    quote = f"«{plain(text[start:end])}»"
    if end - start >= _LONG_QUOTE:
        return quote
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    if len(before) > _AROUND:
        before = "..." + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " ..."
    # `plain` eats the space next to the quote, so that it is put back where the text has one.
    left = plain(before) + (" " if before[-1:].isspace() else "")
    return f"{left}{quote}{' ' if after[:1].isspace() else ''}{plain(after)}"


def say_time(edtf: str | None) -> str:
    """Say an EDTF time: "2024-02-11~/2024-02-20~" is "about 11 Feb 2024 to about 20 Feb 2024"."""
    if edtf is None:
        return "undated"
    if edtf.startswith("[") and edtf.endswith("]"):
        return " or ".join(say_time(part.strip()) for part in edtf[1:-1].split(","))
    start, slash, end = edtf.partition("/")
    if not slash:
        return _say_date(start)
    if start in ("", ".."):
        return f"by {_say_date(end)}" if end not in ("", "..") else "at any time"
    if end in ("", ".."):
        return f"since {_say_date(start)}"
    return _say_range(start, end)


def _say_range(start: str, end: str) -> str:
    about = "about " if start[-1] in "~%" or end[-1] in "~%" else ""
    doubt = " (uncertain)" if start[-1] in "?%" or end[-1] in "?%" else ""
    first, last = (_say_date(date.rstrip("~?%")).split() for date in (start, end))
    if len(first) == len(last):  # "11 to 20 Feb 2024": month and year are said once
        same = next((n for n in range(1, len(first)) if first[n:] == last[n:]), len(first))
        first = first[:same]
    return f"{about}{' '.join(first)} to {' '.join(last)}{doubt}"


def _say_date(date: str) -> str:
    if date[-1:] in "~?%" and date:
        about = "about " if date[-1] in "~%" else ""
        return f"{about}{_say_date(date[:-1])}{' (uncertain)' if date[-1] in '?%' else ''}"
    day, _, clock = date.partition("T")
    match = re.fullmatch(r"(\w{4})(?:-(\w\w)(?:-(\w\w))?)?", day)
    if not match:
        return date
    year, month, number = match.groups()
    words = [_say_number(number), _say_month(month), _say_year(year)]
    return " ".join(word for word in words if word) + (f", {clock[:5]}" if clock else "")


def _say_number(day: str | None) -> str:
    return str(int(day)) if day and day.isdigit() else ""


def _say_month(month: str | None) -> str:
    if month is None or month in _SEASONS:
        return _SEASONS.get(month or "", "")
    return _MONTHS[int(month) - 1] if month.isdigit() and 1 <= int(month) <= 12 else ""


def _say_year(year: str) -> str:
    if year == "XXXX":
        return "(year unknown)"
    return year.replace("X", "0") + "s" if "X" in year else year


def say_grade(number: int | None, rule: str | None) -> str:
    """Say a grade for a list: "2 N10"."""
    return "-" if number is None else f"{number} {rule}"


def explain_grade(number: int, rule: str) -> str:
    """Say what a grade means and why it was given."""
    reasons = [_RULES.get(part, part) for part in rule.split("+")]
    meaning = "single source" if rule == "N13" else _GRADES.get(number, "")
    reason = "not yet comparable" if rule == "N13" else "; ".join(reasons)
    return f"{meaning}: {reason}"


def say_sources(independent: int, undetermined: int, dependent: int) -> str:
    """Say who reports: "1+1 (2)" is one independent, one undetermined and two dependent reports."""
    return f"{independent}+{undetermined} ({dependent})"


def say_chain(chain: tuple[Speaker, ...], outlet: str | None) -> str:
    """Say a chain from the publisher to the origin: "Example Times <- Meduza <- unnamed source"."""
    names = [plain(speaker.name or speaker.description or say_code(speaker.kind)) for speaker in chain]
    if not names:
        return plain(outlet or "the report itself")
    if outlet and chain[0].kind == "outlet" and chain[0].name is None:
        names[0] = plain(outlet)
    return " <- ".join(names)


def say_firmness(voice: Voice) -> str:
    """Say how firmly something is said: "alleged, hedged; the outlet distances itself"."""
    parts = [_ACTS.get(voice.speech_act, say_code(voice.speech_act))]
    if voice.polarity is Polarity.DENIED and voice.speech_act != "deny":
        parts.append("denied")
    if voice.polarity is Polarity.NEITHER and voice.speech_act != "no_comment":
        parts.append("left open")
    if voice.certainty is not Certainty.UNSTATED:
        parts.append(voice.certainty.value)
    if voice.band:
        parts.append(f'"{plain(voice.band)}"')
    distance = {Commitment.DISTANCES: "; the outlet distances itself", Commitment.REJECTS: "; the outlet rejects it"}
    return ", ".join(parts) + distance.get(voice.commitment, "")


_ACTS = {
    "assert": "said",
    "report_as_fact": "told as fact",
    "allege": "alleged",
    "accuse": "accused",
    "suspect": "suspected",
    "assess": "assessed",
    "claim_responsibility": "responsibility claimed",
    "admit": "admitted",
    "deny": "denied",
    "no_comment": "no comment",
    "charge": "charged",
    "convict": "convicted",
    "acquit": "acquitted",
    "warn": "warned",
    "threaten": "threatened",
    "order": "ordered",
    "promise": "promised",
    "ask": "asked",
    "retract": "retracted",
    "correct": "corrected",
}


def say_code(code: str) -> str:
    """Say a code with spaces: "named_by_media" is "named by media"."""
    return code.replace("_", " ")


def say_count(number: int, noun: str) -> str:
    """Say "1 report", "2 reports"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def sort_claims(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Put the claims that commit most first: by certainty, then own words before inferred ones, then place."""
    order = {Certainty.FIRM: 0, Certainty.UNSTATED: 1, Certainty.HEDGED: 2, Certainty.SPECULATIVE: 3}
    return tuple(
        sorted(claims, key=lambda one: (order[one.voice.certainty], one.inferred, one.report_id, one.span.start))
    )
