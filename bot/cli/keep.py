"""`diemtin backup`, `restore` and `export`: the data out and in again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import context_of, print_json


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(backup)
    app.command()(restore)
    app.command()(export)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Archive to write, e.g. diemtin.tar.gz.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
) -> None:
    """Write all data into one archive. Safe beside a running bot."""
    from storage.backup import backup as write_backup

    write_backup(context_of(context).settings.data_dir, file)
    size = file.stat().st_size
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        typer.echo(f"{file}: {size:,} bytes")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An archive that `backup` wrote.", exists=True)],
    force: Annotated[
        bool, typer.Option("--force", help="Replace existing data; the old is kept beside it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was restored as JSON.")
    ] = False,
) -> None:
    """Put the data of an archive into DATA_DIR. The bot must not be running."""
    from storage.backup import restore as read_backup

    options = context_of(context)
    read_backup(file, options.settings.data_dir, force=force)
    with options.reading() as store:
        articles, subscribers = store.count_articles(), len(store.list_subscribers())
    if as_json:
        print_json({"articles": articles, "subscribers": subscribers})
    else:
        typer.echo(f"{options.settings.data_dir}: {articles} articles, {subscribers} subscribers")


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write into; made when missing.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
) -> None:
    """Write everything as stock TinyDB JSON, and the articles as CSV too."""
    from storage.export import export_csv, export_json

    with context_of(context).reading() as store:
        folder.mkdir(parents=True, exist_ok=True)
        export_json(store, folder)
        export_csv(store, folder / "articles.csv")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if as_json:
        print_json({"files": [str(path) for path in files]})
    else:
        for path in files:
            typer.echo(f"{path}: {path.stat().st_size:,} bytes")
