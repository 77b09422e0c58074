"""`overt serve`: opens the workspace of a ledger in the browser."""

import socket
import threading
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from overt.base.errors import SettingsError
from overt.cli.options import DEFAULT_LEDGER, LedgerOption, tell_errors, user_name

if TYPE_CHECKING:
    from overt.serve.settings import ServeSettings

_PORT = 8437


@tell_errors
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    port: Annotated[int, typer.Option(help="Where it listens; 0: any that is free.", min=0, max=65535)] = _PORT,
    host: Annotated[str, typer.Option(help="Other machines reach it only if this says so.")] = "127.0.0.1",
    by: Annotated[str, typer.Option("--by", envvar="OVERT_USER", help="Who decides; by default the user's name.")] = "",
    browser: Annotated[bool, typer.Option(help="Open it in the browser.")] = True,
) -> None:
    """Open the workspace in the browser: read, decide, show."""
    from overt.serve.settings import ServeSettings  # noqa: PLC0415 - keeps `overt --help` quick

    with _listen(host, port) as listening:
        settings = ServeSettings(ledger=ledger, host=host, port=listening.getsockname()[1], by=by or user_name())
        _serve(settings, listening, browser=browser)


def _serve(settings: "ServeSettings", listening: socket.socket, *, browser: bool) -> None:
    import uvicorn  # noqa: PLC0415

    from overt.serve import make_app  # noqa: PLC0415

    app = make_app(settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{shown}:{settings.port}/?key={settings.key}"
    typer.echo(f"The workspace of {settings.ledger} is at\n\n  {address}\n\nThis address is the key. Stop with Ctrl-C.")
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        typer.echo("Other machines can reach it, and what they send is not encrypted on its way.", err=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        todo = "Another program, perhaps another overt serve, listens there; choose with --port, or 0 for any."
        raise SettingsError(f"cannot listen: {error.strerror}", where=f"{host}:{port}", todo=todo) from error
    return made
