"""Prints who reports an incident: its sources in, origins with what makes reports depend on each other out."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from overt.cli.words import plain, say_count

if TYPE_CHECKING:
    from overt.cli.printing import Page
    from overt.types.incident import IncidentSources, SourceRelation


def print_origins(page: "Page", sources: "IncidentSources", told: Mapping[str, str], limit: int | None) -> bool:
    """Print the reports by origin; `told` says each in a line. Return whether anything was left out for `limit`."""
    tied = {frozenset((one.report_a, one.report_b)): one for one in sources.relations if one.relation == "dependent"}
    groups = find_origins(sources.report_ids, tied)
    for number, members in enumerate(groups, 1):
        more = ", which depend on each other" if len(members) > 1 else ""
        page.line(f"Origin {number}: {say_count(len(members), 'report')}{more}", indent=2)
        for at, report_id in enumerate(members):
            page.line(told.get(report_id, report_id), indent=4, hang=2)
            ties = [tied[pair] for other in members[:at] if (pair := frozenset((other, report_id))) in tied]
            if ties:
                page.line(f"depends ({ties[0].rule}: {plain(ties[0].evidence)})", indent=8, hang=2, style="dim")
    return _print_pairs(page, _across(sources.relations, groups), told, limit)


def find_origins(report_ids: Sequence[str], tied: Collection[frozenset[str]]) -> list[list[str]]:
    """Return the reports in groups that depend on each other, in the order in which they are given."""
    groups: list[list[str]] = []
    for report_id in report_ids:
        joined = [group for group in groups if any(frozenset((report_id, other)) in tied for other in group)]
        merged = [one for group in joined for one in group]
        groups = [group for group in groups if group not in joined] + [[*merged, report_id]]
    return groups


def _across(relations: Sequence["SourceRelation"], groups: Sequence[Sequence[str]]) -> list["SourceRelation"]:
    """Return the relations between reports of different origins; inside one they say nothing more."""
    home = {report_id: number for number, members in enumerate(groups) for report_id in members}
    return [one for one in relations if home.get(one.report_a) != home.get(one.report_b)]


def _print_pairs(page: "Page", across: Sequence["SourceRelation"], told: Mapping[str, str], limit: int | None) -> bool:
    """Print the pairs shown to be independent, and of how many pairs nothing is known."""
    shown = [one for one in across if one.relation == "independent"]
    for one in shown if limit is None else shown[:limit]:
        pair = " and ".join(told.get(name, name).split("  ")[0] for name in (one.report_a, one.report_b))
        page.line(f"{pair}: independent ({one.rule}: {plain(one.evidence)})", indent=2, hang=2, style="dim")
    left = sum(one.relation == "undetermined" for one in across)
    hidden = 0 if limit is None else max(0, len(shown) - limit)
    rest = [f"{hidden} more independent: --all"] if hidden else []
    rest += [f"of {say_count(left, 'pair')} nothing shows whether they share an origin"] if left else []
    if rest:
        page.line("; ".join(rest), indent=2, hang=2, style="dim")
    return bool(hidden)
