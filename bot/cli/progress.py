"""A progress bar for work of so many things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial


@contextmanager
def counting(total: int | None) -> Iterator[Callable[..., None]]:
    """A bar on standard error while it is a terminal; silent otherwise.

    Yields what moves it, with the named arguments of `rich.progress.Progress.update`. `total` is
    None where that is not known yet.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        yield partial(progress.update, progress.add_task("", total=total))
