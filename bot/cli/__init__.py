"""The command line: `diemtin`, with a command for each job.

Exit codes: 0 done; 1 something failed (the message says what); 2 a wrong setting or argument,
which trying again would not mend; 3 another process owns the data directory.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import ask, digest, doctor, facts, ingest, keep, run, sources
from bot.cli.context import Context
from bot.errors import BotError, ConfigError
from storage.errors import SchemaTooNew, StorageError, StoreInUse

app = typer.Typer(
    name="diemtin",
    help="Điểm Tin: reads Vietnamese provincial news, answers questions, sends a weekly digest.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def _options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder of all data; wins over DATA_DIR.")
    ] = None,
    log_level: Annotated[
        str | None, typer.Option("--log-level", help="debug, info, warning or error.")
    ] = None,
) -> None:
    """Settings come from the environment and `.env`; see `.env.example`."""
    context.obj = Context(data_dir=data_dir, log_level=log_level)


for module in (run, ingest, ask, digest, facts, sources, doctor, keep):
    module.register(app)


def main() -> None:
    """Entry point: runs a command and turns named errors into messages and exit codes."""
    try:
        app(_global_options_first(sys.argv[1:]))
    except (ConfigError, SchemaTooNew) as error:
        _fail(error, 2)
    except StoreInUse as error:
        _fail(error, 3)
    except (BotError, StorageError) as error:
        _fail(error, 1)


def _global_options_first(arguments: list[str]) -> list[str]:
    """`diemtin ask x --data-dir d` means `diemtin --data-dir d ask x`: people type it so."""
    first: list[str] = []
    rest = list(arguments)
    for name in ("--data-dir", "--log-level"):
        while name in rest[:-1]:
            at = rest.index(name)
            first += rest[at : at + 2]
            del rest[at : at + 2]
        for item in [item for item in rest if item.startswith(f"{name}=")]:
            first.append(item)
            rest.remove(item)
    return first + rest


def _fail(error: Exception, code: int) -> None:
    print(f"diemtin: {error}", file=sys.stderr)  # noqa: T201 - this is what a command line does
    sys.exit(code)
