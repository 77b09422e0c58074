"""Prints errors in the terminal: groups in; a table of causes, then cases with gold and answer side by side, out."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.console import Group as Stack
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bench.browse.groups import Group, cut_text
from bench.judged import Document, Judged, Judging

_BAR = 28
_SAID, _GOLD = "black on yellow", "black on cyan"


def print_groups(console: Console, name: str, judging: Judging, groups: Sequence[Group], limit: int | None) -> None:
    """Print the causes with their counts, then the first cases of each, or all of them."""
    total = sum(len(group.errors) for group in groups)
    console.print(Text(f"{name}: {total} errors in {len(judging.judged)} cases", style="bold"))
    console.print(_causes(groups))
    console.print(Text.assemble("quotes: ", (" overt ", _SAID), " ", (" gold ", _GOLD)))
    for group in groups:
        console.print()
        console.rule(f"[bold]{group.cause}[/]  {len(group.errors)}", align="left")
        for error in group.errors[:limit]:
            console.print(_case(error, judging.documents[error.document]))
        if limit is not None and len(group.errors) > limit:
            console.print(Text(f"... and {len(group.errors) - limit} more of this cause", style="dim"))


def _causes(groups: Sequence[Group]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_column(style="red")
    most = max(len(group.errors) for group in groups)
    for group in groups:
        table.add_row(str(len(group.errors)), group.cause, "█" * max(1, _BAR * len(group.errors) // most))
    return table


def _case(error: Judged, document: Document) -> RenderableType:
    sides = Table(box=None, expand=True, show_header=False, padding=(0, 1))
    sides.add_column(ratio=1)
    sides.add_column(ratio=1)
    sides.add_row(
        Panel(Text(error.gold or "nothing", overflow="fold"), title="gold", border_style="cyan"),
        Panel(Text(error.said or "nothing", overflow="fold"), title="overt", border_style="yellow"),
    )
    head = Text.assemble((error.id, "bold"), f"  {error.figure}  ", (document.about, "dim"))
    return Stack(Padding(head, (1, 0, 0, 0)), sides, Padding(_excerpt(error, document.text), (0, 2)))


def _excerpt(error: Judged, text: str) -> Text:
    whole = Text(text)
    for mark in (mark for is_gold in (False, True) for mark in error.marks if mark.is_gold is is_gold):
        whole.stylize(_GOLD if mark.is_gold else _SAID, mark.start, mark.end)
    out = Text()
    for start, end in cut_text(text, [(mark.start, mark.end) for mark in error.marks]):
        out.append("… " if start else "")
        out.append_text(_in_one_line(whole[start:end]))
        out.append(" …\n" if end < len(text) else "\n")
    return out


def _in_one_line(piece: Text) -> Text:
    joined = Text()
    for line in piece.split("\n"):
        if line.plain.strip():
            joined.append(" " if joined else "")
            joined.append_text(line)
    return joined
