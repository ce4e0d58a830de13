"""`diemtin run` and `diemtin chat`: the bot in Telegram, and the same bot in this terminal."""

from __future__ import annotations

import asyncio
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from bot.cli.context import Context, context_of
from storage.errors import StoreInUse

if TYPE_CHECKING:
    from bot.commands.errands import Job
    from bot.rooms import Rooms
    from storage.base import Store


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(run)
    app.command()(chat)


def run(context: typer.Context) -> None:
    """Run the bot: Telegram when BOT_TOKEN is set, else the same bot in this terminal.

    SIGTERM and Ctrl-C let what is in flight arrive, then end with exit code 0.
    """
    options = context_of(context)
    if options.settings.bot_token is None:
        _chat(options)
        return
    asyncio.run(_run(options))


async def _run(options: Context) -> None:
    from bot.app import run_bot
    from bot.logs import configure_logs

    configure_logs(options.settings.log_level, options.settings.log_format)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await run_bot(options.settings, stop)


def chat(context: typer.Context) -> None:
    """Talk to the bot here: type as you would in Telegram, press buttons by their number.

    Also reads piped input, one message a line. While the store is empty it speaks about the
    bundled sample articles (fictional; nothing of them is kept).
    """
    _chat(context_of(context))


def _chat(options: Context) -> None:
    try:
        with options.owning() as store:
            if not options.settings.samples or store.count_articles():
                _talk(options, store, live=True)
                return
    except StoreInUse as error:
        _say(options, "terminal.read_only", pid=str(error.pid))
        with options.reading() as store:
            _talk(options, store, live=False)
            return
    asyncio.run(_talk_about_samples(options))


def _say(options: Context, key: str, **values: str) -> None:
    from bot.messages.catalog import Catalog

    typer.echo(Catalog.load().text(options.settings.language, key, **values), err=True)


def _talk(options: Context, store: Store, *, live: bool) -> None:
    """Until the input ends; `live`: the store may be written to, so sources can be read as well."""
    from bot.rooms import build_rooms
    from bot.terminal_edge import run_terminal

    rooms = build_rooms(options.settings, store)
    if live:
        rooms.errands.lend(partial(_do_here, rooms))
    run_terminal(rooms.router, stdin=sys.stdin, stdout=sys.stdout)


def _do_here(rooms: Rooms, job: Job[object], patience: float) -> object:
    """A job on a loop of its own: nobody else runs one here. The fetcher's deadlines end it."""
    from bot.rooms import build_fetcher, build_ingestor

    del patience

    async def work() -> object:
        async with build_fetcher(rooms) as fetcher:
            return await job(build_ingestor(rooms, fetcher), fetcher)

    return asyncio.run(work())


async def _talk_about_samples(options: Context) -> None:
    from bot.rooms import sample_rooms
    from bot.terminal_edge import run_terminal

    async with sample_rooms(options.settings) as rooms:
        _say(options, "terminal.samples")
        await asyncio.to_thread(run_terminal, rooms.router, stdin=sys.stdin, stdout=sys.stdout)
