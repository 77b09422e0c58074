"""Groups what lines tell into incidents, without a parser: `Tell`s and their settings in, `Group`s out.

Short reports tell of one incident of a type by default; another town together with another day, object or a word such
as "another" sets one apart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from overt.base.edtf import Interval, overlaps
from overt.extract.codebook.types import load_codebook
from overt.extract.shallow.cast import stem
from overt.extract.shallow.setting import Site
from overt.extract.shallow.tells import LEGAL, Tell
from overt.extract.shallow.things import Thing

# Types that words alone do not tell apart within one report (tie rule of the codebook, section 4).
_KIN = (
    frozenset({"violence.killing", "violence.poisoning", "violence.assault", "violence.suspicious_death"}),
    frozenset({"violence.abduction", "violence.rendition", "coercion.detention_abroad", "coercion.unlawful_return"}),
    frozenset({"sabotage.arson", "sabotage.explosive", "sabotage.infrastructure", "sabotage.vandalism",
               "sabotage.signal_interference", "sabotage.drone_incursion"}),
    frozenset({"espionage.collection", "espionage.surveillance", "espionage.infiltration", "espionage.recruitment",
               "espionage.support"}),
    frozenset({"coercion.threat", "coercion.harassment"}),
    frozenset({"influence.disinformation", "influence.political_interference", "influence.provocation"}),
    frozenset({"movement.escape", "movement.defection"}),
)  # fmt: skip
_MEANS = ("espionage.recruitment", "espionage.surveillance", "espionage.support")  # how a graver act was prepared
_LEADING = ("violence", "sabotage", "espionage")
_PROMINENT_LINES = 2  # sentences of the body in which a minor type has to be told to count when told once
_FIRST_LINE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a tell has around it: places, days, things."""

    sites: tuple[Site, ...]
    intervals: tuple[Interval, ...]
    things: tuple[Thing, ...]
    is_other: bool
    has_doer: bool  # somebody is suspected, or said to stand behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The tells of one incident."""

    type: str
    tells: tuple[Tell, ...]

    @property
    def family(self) -> str:
        """Family of the type."""
        return self.type.partition(".")[0]


def group_tells(tells: Sequence[Tell], scenes: Mapping[Tell, Scene]) -> tuple[Group, ...]:
    """Return the incidents told, in the order of their first tell."""
    by_type: dict[str, list[Tell]] = {}
    for tell in tells:
        by_type.setdefault(tell.type, []).append(tell)
    first = next((tell.line.number for tell in tells if not tell.line.is_heading), 0)
    groups = [group for merged in _merge_kin(by_type, first) for group in _split(merged, scenes)]
    kept = [group for group in _take_up(groups) if _is_told(group, first, scenes)]
    kept = [group for group in kept if not _is_background(group, kept)]
    return tuple(sorted(kept, key=lambda group: group.tells[0].span))


def _merge_kin(by_type: Mapping[str, list[Tell]], first: int) -> list[Group]:
    groups = []
    left = dict(by_type)
    for kin in _KIN:
        present = {code: tells for code, tells in left.items() if code in kin}
        if not present:
            continue
        main = max(present, key=lambda code: _weight(code, present[code], first))
        tells = sorted((tell for some in present.values() for tell in some), key=lambda tell: tell.span)
        groups.append(Group(type=main, tells=tuple(tells)))
        left = {code: tells for code, tells in left.items() if code not in kin}
    groups += [Group(type=code, tells=tuple(tells)) for code, tells in left.items()]
    return groups


def _take_up(groups: Sequence[Group]) -> list[Group]:
    """Let a group told only in general words ("the attack") join the nearest act that is told in its own."""
    general = [group for group in groups if all(tell.is_general or tell.is_weak for tell in group.tells)]
    general = [group for group in general if any(tell.is_general for tell in group.tells)]
    acts = [group for group in groups if group.family in ("violence", "sabotage") and group not in general]
    if not acts:
        return list(groups)
    whole = {id(act): list(act.tells) for act in acts}
    for group in general:
        act = min(acts, key=lambda act: _gap(act, group))
        whole[id(act)] += group.tells
    kept = [group for group in groups if group not in general]
    return [
        Group(type=group.type, tells=tuple(sorted(whole.get(id(group), group.tells), key=lambda tell: tell.span)))
        for group in kept
    ]


def _gap(one: Group, other: Group) -> int:
    return min(abs(a.line.number - b.line.number) for a in one.tells for b in other.tells)


def _weight(code: str, tells: Sequence[Tell], first: int) -> tuple[float, int]:
    """How much a report speaks of a type: strong words, more in its heading and beginning; then the graver act."""
    strong = [tell for tell in tells if not tell.is_weak and not tell.is_general and not tell.is_many]
    score = sum(_FIRST_LINE if tell.line.is_heading or tell.line.number == first else 1.0 for tell in strong)
    graver = load_codebook().types[code].graver
    return score + (0.5 * graver / 10 if code.startswith("violence.") and strong else 0.0), graver


def _split(group: Group, scenes: Mapping[Tell, Scene]) -> list[Group]:
    if group.family == "response":
        return [group]
    clusters: list[list[Tell]] = []
    for tell in sorted(group.tells, key=lambda tell: (tell.line.is_heading, tell.is_weak, tell.span)):
        fitting = [some for some in clusters if not any(_differ(tell, other, scenes) for other in some)]
        if fitting:
            min(fitting, key=lambda some: min(abs(tell.line.number - other.line.number) for other in some)).append(tell)
        else:
            clusters.append([tell])
    return [_named(group, some) for some in clusters]


def _named(group: Group, tells: Sequence[Tell]) -> Group:
    counts = Counter(tell.type for tell in tells if not tell.is_weak and not tell.is_general)
    code = group.type if group.type in counts or not counts else counts.most_common(1)[0][0]
    return Group(type=code, tells=tuple(sorted(tells, key=lambda tell: tell.span)))


def _differ(a: Tell, b: Tell, scenes: Mapping[Tell, Scene]) -> bool:
    if a.line is b.line:
        return False
    one, two = scenes[a], scenes[b]
    towns, others = ({stem(site.name) for site in scene.sites if site.country is None} for scene in (one, two))
    if not towns or not others or towns & others:
        return False
    days = one.intervals and two.intervals and not any(
        overlaps(x, y, tolerance_days=1) for x in one.intervals for y in two.intervals
    )  # fmt: skip
    things = {thing.sector for thing in one.things} and {thing.sector for thing in two.things} and not (
        {thing.text.casefold()[-5:] for thing in one.things} & {thing.text.casefold()[-5:] for thing in two.things}
    )  # fmt: skip
    return bool(days or things or one.is_other or two.is_other)


def _is_told(group: Group, first: int, scenes: Mapping[Tell, Scene]) -> bool:
    """Say whether a group tells of an incident: by a word that is strong, and a minor type also early or twice.

    A weak word ("explosion") tells of an act against things or people once somebody is said to have done it.
    """
    strong = [tell for tell in group.tells if not tell.is_weak]
    if not strong:
        return group.family in ("violence", "sabotage") and any(scenes[tell].has_doer for tell in group.tells)
    if group.family in _LEADING or group.type in LEGAL or group.type == "response.expulsion":
        return True
    is_early = any(tell.line.is_heading or tell.line.number < first + _PROMINENT_LINES for tell in strong)
    return is_early or len({tell.line.number for tell in strong}) > 1


def _is_background(group: Group, groups: Sequence[Group]) -> bool:
    """Say whether others tell more of the same: a charge where there is a verdict, a foiled plot beside an act."""
    types = {other.type for other in groups}
    acts = any(other.family not in ("response", "movement") for other in groups)
    if group.type == "response.charge":
        return "response.verdict" in types or _stands_in(group, "response.arrest", groups)
    if group.type in ("response.disruption", "response.attribution", "response.warning", "response.listing"):
        return acts or bool(types & set(LEGAL))
    if group.type == "response.arrest" and "response.verdict" in types:
        return _stands_in(group, "response.verdict", groups)
    if group.type in _MEANS and len(group.tells) == 1:
        return any(other.family in ("violence", "sabotage") for other in groups)
    if group.type.startswith(("influence.", "coercion.")):
        return any(other.family in _LEADING for other in groups) and len(group.tells) == 1
    return False


def _stands_in(group: Group, code: str, groups: Sequence[Group]) -> bool:
    """Say whether a group is told only in lines that tell of the step `code` too ("held on charges of")."""
    lines = {tell.line.number for other in groups if other.type == code for tell in other.tells if not tell.is_weak}
    return all(tell.line.number in lines for tell in group.tells if not tell.is_weak)
