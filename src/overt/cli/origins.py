"""Prints who reports an incident: its sources in, origins with what makes reports depend on each other out."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overt.words.codes import plain, say_count

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.types.incident import IncidentSources, SourceRelation


_LONG = 160  # characters of a quote that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How reports are said: `lines` each in a line, `names` each by its short id."""

    lines: Mapping[str, str]
    names: Mapping[str, str]


def print_origins(page: "Page", sources: "IncidentSources", told: Told, limit: int | None) -> bool:
    """Print the reports by origin, with the words that show it. Return whether anything was left out for `limit`."""
    tied = {frozenset((one.report_a, one.report_b)): one for one in sources.relations if one.relation == "dependent"}
    groups = _in_order(sources) if sources.groups else find_origins(sources.report_ids, tied)
    for number, members in enumerate(groups, 1):
        more = ", which depend on each other" if len(members) > 1 else ""
        page.line(f"Origin {number}: {say_count(len(members), 'report')}{more}", indent=2)
        for at, report_id in enumerate(members):
            page.line(told.lines.get(report_id, report_id), indent=4, hang=2)
            ties = [tied[pair] for other in members[:at] if (pair := frozenset((other, report_id))) in tied]
            if ties:
                first = min(ties, key=lambda one: (not one.proofs, one.rule))
                said = _say_evidence(first, told)
                page.line(f"depends ({first.rule}: {said})", indent=8, hang=2, style="dim")
                _print_proofs(page, first, told, indent=10)
    return _print_pairs(page, _across(sources.relations, groups), told, limit)


def _in_order(sources: "IncidentSources") -> list[list[str]]:
    """Return the reports by origin, in the order in which they are given."""
    groups = [[one for one in sources.report_ids if one in group] for group in sources.groups]
    grouped = {one for group in groups for one in group}
    groups += [[one] for one in sources.report_ids if one not in grouped]
    return sorted(groups, key=lambda group: sources.report_ids.index(group[0]))


def find_origins(report_ids: Sequence[str], tied: Collection[frozenset[str]]) -> list[list[str]]:
    """Return the reports in groups that depend on each other, in the order in which they are given."""
    groups: list[list[str]] = []
    for report_id in report_ids:
        joined = [group for group in groups if any(frozenset((report_id, other)) in tied for other in group)]
        merged = [one for group in joined for one in group]
        groups = [group for group in groups if group not in joined] + [[*merged, report_id]]
    return groups


def _say_evidence(one: "SourceRelation", told: Told) -> str:
    """Return the evidence with the short ids of the reports that it names."""
    return re.sub(r"rep_[0-9a-f]{16}", lambda match: told.names.get(match[0], match[0]), plain(one.evidence))


def _print_proofs(page: "Page", one: "SourceRelation", told: Told, indent: int) -> None:
    """Print the words that show it, each with its report."""
    for proof in one.proofs:
        quote = plain(proof.quote)
        shown = quote if len(quote) <= _LONG else f"{quote[:_LONG]}..."
        page.line(f"{told.names.get(proof.report_id, proof.report_id)}: «{shown}»", indent=indent, hang=2, style="dim")


def _across(relations: Sequence["SourceRelation"], groups: Sequence[Sequence[str]]) -> list["SourceRelation"]:
    """Return the relations between reports of different origins; inside one they say nothing more."""
    home = {report_id: number for number, members in enumerate(groups) for report_id in members}
    return [one for one in relations if home.get(one.report_a) != home.get(one.report_b)]


def _print_pairs(page: "Page", across: Sequence["SourceRelation"], told: Told, limit: int | None) -> bool:
    """Print the pairs shown to be independent, and of how many pairs nothing is known."""
    shown = [one for one in across if one.relation == "independent"]
    for one in shown if limit is None else shown[:limit]:
        pair = " and ".join(told.names.get(name, name) for name in (one.report_a, one.report_b))
        page.line(f"{pair}: independent ({one.rule}: {_say_evidence(one, told)})", indent=2, hang=2, style="dim")
        _print_proofs(page, one, told, indent=4)
    left = sum(one.relation == "undetermined" for one in across)
    hidden = 0 if limit is None else max(0, len(shown) - limit)
    rest = [f"{hidden} more independent: --all"] if hidden else []
    rest += [f"of {say_count(left, 'pair')} nothing shows whether they share an origin"] if left else []
    if rest:
        page.line("; ".join(rest), indent=2, hang=2, style="dim")
    return bool(hidden)
