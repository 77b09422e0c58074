"""Prints calm text: wrapped to the terminal (80 columns in a pipe), bold and dim at most, and only on a terminal."""

import os
import sys
import textwrap

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

_WIDEST = 110  # longer lines are hard to read


def make_console() -> Console:
    """Return the console of this command's output."""
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal or "COLUMNS" in os.environ else 80
    return Console(
        highlight=False, markup=False, emoji=False, width=width, color_system=None if not is_terminal else "auto"
    )


class Page:
    """A page of text that is printed line by line."""

    def __init__(self) -> None:
        self._console = make_console()
        self.width = min(self._console.width, _WIDEST)

    def line(self, text: str = "", *, indent: int = 0, hang: int = 0, style: str = "") -> None:
        """Print a line, wrapped; later lines stand `hang` further in."""
        margin = " " * indent
        room = max(self.width, indent + hang + 20)
        lines = textwrap.wrap(
            text, room, initial_indent=margin, subsequent_indent=margin + " " * hang, break_on_hyphens=False
        )
        for one in lines or [""]:
            self._console.print(Text(one, style=style), soft_wrap=True)

    def next(self, *commands: str) -> None:
        """Print what to type next, each command on a line of its own and never wrapped, to be copied."""
        for number, command in enumerate(commands):
            lead = "Next: " if number == 0 else "      "
            self._console.print(Text(lead + command, style="dim"), soft_wrap=True)

    def heading(self, text: str) -> None:
        """Print a heading after an empty line."""
        self.line()
        self.line(text, style="bold")

    def columns(self, cells: tuple[str, ...], widths: tuple[int, ...], *, style: str = "") -> None:
        """Print one line of cells, each cut to its width."""
        parts = [cut(cell, width) for cell, width in zip(cells, widths, strict=True)]
        self._console.print(Text("  ".join(parts).rstrip(), style=style), soft_wrap=True)


def cut(text: str, width: int) -> str:
    """Return the text in exactly `width` columns; ".." says that something is missing."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 2).rstrip() + "..", width)
