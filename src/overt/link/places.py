"""Puts place mentions on the gazetteer: `PlaceMention`s and the report's `PlaceContext` -> `Place`s (codebook §5.3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from overt.base.knowledge import read_knowledge
from overt.link.context import PlaceContext, choose, measure_senses
from overt.link.gazetteer import Candidate, fold_name
from overt.link.lookup import base_form, find_senses
from overt.link.words import qualified, split_words
from overt.types.account import PlaceMention
from overt.types.linked import Place

_PRECISION = {
    "town": "G2",
    "site": "G3",
    "district": "G4",
    "region": "G4",
    "province": "G4",
    "country": "G5",
    "area": "G6",
}
_POINTLESS = ("G5", "G6", "G7")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sense:
    """What a mention was found to mean. `is_whole`: the whole name was known, not a town within it."""

    candidate: Candidate | None
    precision: str
    others: tuple[Candidate, ...] = ()


def resolve_places(mentions: Sequence[PlaceMention], context: PlaceContext) -> tuple[Place, ...]:
    """Return one place per mention, in order. A name that no gazetteer has keeps its words and is G7."""
    return tuple(_place(mention, _sense(mention, context), context) for mention in mentions)


def _place(mention: PlaceMention, sense: _Sense, context: PlaceContext) -> Place:
    one = sense.candidate
    is_named_itself = one is not None and sense.precision != "G6" and one.kind != "site"
    point = _point(one, context) if one and sense.precision not in _POINTLESS else (None, None)
    division = (one.country or "", one.adm1 or "") if one and one.kind != "country" else ("", "")
    return Place(
        name=one.name if one and is_named_itself else mention.name,
        name_as_written=mention.name,
        role=mention.role,
        country=one.country if one else None,
        adm1=context.atlas.division_names.get(division),
        lat=point[0],
        lon=point[1],
        gazetteer_id=one.id if one else None,
        precision=sense.precision,
        claim_id=mention.claim_id,
        alternatives=_other_ids(sense),
    )


def _point(one: Candidate, context: PlaceContext) -> tuple[float | None, float | None]:
    """A county's own place is not known: it is where the report's other towns of its division are, or in its middle."""
    if one.kind == "district":
        towns = [
            (other.lat, other.lon)
            for other in context.senses.values()
            if other.kind == "town" and (other.country, other.adm1) == (one.country, one.adm1)
            and other.lat is not None and other.lon is not None
        ]  # fmt: skip
        if towns:
            return fmean(lat for lat, _ in towns), fmean(lon for _, lon in towns)
    return one.lat, one.lon


def _other_ids(sense: _Sense) -> tuple[str, ...]:
    chosen = sense.candidate.id if sense.candidate else None
    return tuple(dict.fromkeys(other.id for other in sense.others if other.id and other.id != chosen))[:5]


def _sense(mention: PlaceMention, context: PlaceContext) -> _Sense:
    name = re.sub(r"^the\s+", "", mention.name.strip(), flags=re.IGNORECASE)
    if fold_name(name) in {fold_name(str(word)) for word in read_knowledge("places.yaml")["nowhere"]}:
        return _Sense(candidate=None, precision="G7")
    sense = (
        _people(name, context)
        or _whole(name, mention, context)
        or _line(name, mention, context)
        or _within(name, mention, context)
    )
    if sense is None:
        return _Sense(candidate=None, precision="G7")
    if sense.precision == "G2" and (mention.preposition or "").lower() in read_knowledge("places.yaml")["near"]:
        return replace(sense, precision="G3")
    return sense


def _whole(name: str, mention: PlaceMention, context: PlaceContext) -> _Sense | None:
    """The whole name, or its part before a comma, in the sense that fits what follows the comma and the report."""
    head, _, tail = name.partition(",")
    for wanted in dict.fromkeys((name, head)):
        key = base_form(fold_name(wanted), context.language)
        options = _options(wanted, context)
        if not options:
            continue
        named = _qualified(mention, wanted, options, context) if not tail else ()
        if tail and wanted == head:
            words = split_words(name)
            named = qualified(words, len(split_words(head)) - 1, options, context.atlas)
        settled = context.senses.get(key)
        is_settled = settled in options and settled is not None and settled.id is not None and not named
        chosen = settled if is_settled else choose(key, named or options, context)
        if chosen is None:
            continue
        return _Sense(candidate=chosen, precision=_PRECISION[chosen.kind], others=options)
    return None


def measure_mention(mention: PlaceMention, context: PlaceContext) -> dict[Candidate, dict[str, float]]:
    """Return what speaks for each sense that a whole name can have in its report; {} for a name nobody knows."""
    name = re.sub(r"^the\s+", "", mention.name.strip(), flags=re.IGNORECASE)
    options = _options(name, context)
    named = _qualified(mention, name, options, context)
    return measure_senses(base_form(fold_name(name), context.language), named or options, context)


def _options(name: str, context: PlaceContext) -> tuple[Candidate, ...]:
    key = fold_name(re.sub(r"\bco\.$", "county", name, flags=re.IGNORECASE))
    short = context.atlas.short_forms.get(key)
    if short and name.endswith("."):
        return (short,)
    key = base_form(key, context.language)
    known = find_senses((key,), context.atlas, context.language)
    # "DeKalb" in a report that elsewhere has "DeKalb County" means that.
    counties = [context.senses[f"{key} {word}"] for word in ("county", "parish") if f"{key} {word}" in context.senses]
    found = (*known.get(key, ()), *counties)
    return found or ((short,) if short else ())


def _people(name: str, context: PlaceContext) -> _Sense | None:
    """A word for a country's people or things stands for the country ("the Estonian side")."""
    code = context.atlas.demonyms.get(fold_name(name))
    country = next((one for one in context.atlas.countries.values() if one.country == code), None) if code else None
    return _Sense(candidate=country, precision="G5") if country else None


def _qualified(
    mention: PlaceMention, wanted: str, options: tuple[Candidate, ...], context: PlaceContext
) -> tuple[Candidate, ...]:
    """The senses that fit ", State" right after the mention in the report."""
    following = context.text[mention.span.start : mention.span.end + 40]
    if not following.startswith(wanted):
        return ()
    words = split_words(following)
    last = next((index for index, word in enumerate(words) if word.end == mention.span.end - mention.span.start), None)
    return qualified(words, last, options, context.atlas) if last is not None else ()


def _line(name: str, mention: PlaceMention, context: PlaceContext) -> _Sense | None:
    """Borders, coasts and waters of something known: "Finnish border", "Riga Bay" (G6, no point)."""
    words = split_words(name)
    keys = [fold_name(word.text) for word in words]
    if not set(keys) & set(read_knowledge("places.yaml")["areas"]["line_words"]):
        return None
    for key in keys:
        code = context.atlas.demonyms.get(key)
        country = context.atlas.countries.get(key) or next(
            (one for one in context.atlas.countries.values() if one.country == code and code), None
        )
        if country:
            return _Sense(candidate=replace(country, kind="area", id=None), precision="G6")
    inside = _within(name, mention, context)
    within = inside.candidate if inside and inside.precision != "G6" else None
    return _Sense(candidate=replace(within, kind="area", id=None) if within else None, precision="G6")


def _within(name: str, mention: PlaceMention, context: PlaceContext) -> _Sense | None:
    """The longest known name inside: "Riga airport" lies at Riga (G3), "northern Estonia" in Estonia."""
    words = split_words(name)
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length, -1, -1):
            part = name[words[start].start : words[start + length - 1].end]
            if not part[0].isupper() or fold_name(part) in read_knowledge("places.yaml")["site_words"]:
                continue
            sense = _whole(part, replace(mention, name=part), context)
            if sense and sense.candidate and (sense.candidate.kind != "town" or sense.candidate.population >= 15000):
                return replace(sense, precision="G3") if sense.precision == "G2" else sense
    return None
