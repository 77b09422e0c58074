"""`overt chart`: draws incidents as a map, a timeline and more, into a file that needs no program but a browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.list import complete_day
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, open_to_read, short_ids, tell_errors
from overt.words.codes import say_count

if TYPE_CHECKING:
    from overt.views.pictures import Picture


@tell_errors
def chart(
    *,
    view: Annotated[str, typer.Argument(metavar="VIEW", help="map, timeline, network or trends.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The SVG to write.", metavar="FILE")] = None,
    data: Annotated[
        Path | None, typer.Option(help="The rows behind it, as .csv or .json.", metavar="FILE", show_default=False)
    ] = None,
    theme: Annotated[str, typer.Option(help="light, dark, or auto (as the reader's).")] = "light",
    type: Annotated[str | None, typer.Option(help="As violence.killing.", metavar="CODE")] = None,  # noqa: A002
    family: Annotated[str | None, typer.Option(help="As sabotage.", metavar="NAME")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, as PL.", metavar="CODE")] = None,
    since: Annotated[str | None, typer.Option(help="YYYY, YYYY-MM or YYYY-MM-DD.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="The same.", metavar="DAY")] = None,
    grade: Annotated[int | None, typer.Option(help="This or better; 6 alone.", min=1, max=6, metavar="1-6")] = None,
    text: Annotated[str | None, typer.Option(help="Words of title or quotes.", metavar="WORDS")] = None,
    status: Annotated[str | None, typer.Option(help="As candidate.", metavar="NAME")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> None:
    """Draw incidents as an SVG that names no private people."""
    from overt.chart import draw_ledger, say_filter, say_revision  # noqa: PLC0415 - keeps `overt --help` quick
    from overt.record.rows import IncidentFilter  # noqa: PLC0415
    from overt.views.pictures import Asked  # noqa: PLC0415
    from overt.views.style import Theme  # noqa: PLC0415

    if theme not in set(Theme):
        raise SettingsError("there is no such theme", where=theme, todo=f"Themes: {', '.join(Theme)}")
    if data and data.suffix not in {".csv", ".json"}:
        raise SettingsError("the rows are written as .csv or .json", where=str(data))
    wanted = IncidentFilter(
        type=(type,) if type else (),
        family=(family,) if family else (),
        country=(country,) if country else (),
        since=complete_day(since, "--since", "-01-01"),
        until=complete_day(until, "--until", "-12-31"),
        best_grade=grade,
        words=text,
        status=(status,) if status else (),
        with_rejected=status is not None,
    )
    with open_to_read(ledger) as opened:
        asked = Asked(theme=Theme(theme), shown=say_filter(wanted), revision=say_revision(opened))
        picture = draw_ledger(opened, view, wanted, asked)
        names = short_ids(opened.incident_ids())
    path = out or Path(f"{view}.svg")
    _write(path, picture.svg)
    if data:
        _write_rows(data, picture)
    _tell(path, data, picture, names)


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
    except OSError as error:
        raise SettingsError(f"the file cannot be written: {error.strerror}", where=str(path)) from error


def _write_rows(path: Path, picture: "Picture") -> None:
    from overt.views.tables import as_csv, as_json  # noqa: PLC0415

    _write(path, as_csv(picture) if path.suffix == ".csv" else as_json(picture))


def _tell(path: Path, data: Path | None, picture: "Picture", names: dict[str, str]) -> None:
    typer.echo(str(path))
    if data:
        typer.echo(str(data))
    typer.echo(f"{say_count(len(picture.drawn), 'incident')} drawn.", err=True)
    for one in picture.left_out:
        some = ", ".join(names[incident_id] for incident_id in one.incident_ids[:5])
        more = ", ..." if len(one.incident_ids) > 5 else ""
        typer.echo(f"Not drawn, {one.reason}: {len(one.incident_ids):,} ({some}{more})", err=True)
