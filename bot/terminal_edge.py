"""The same bot in a terminal: typed lines are messages, numbers press buttons.

Also for pipes: one message a line, no prompt, no colours, exit at the end of input. Whoever sits
at the terminal owns the machine, hence the owner's rights.
"""

from __future__ import annotations

import io
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from rich.cells import cell_len

from bot.commands.command import TERMINAL_CHAT
from bot.commands.request import Request
from bot.commands.router import Router
from bot.digest.layout import READ_ACTION
from bot.messages.ansi import render_ansi
from bot.messages.attachment import file_name
from bot.messages.catalog import Value
from bot.messages.render import clean
from bot.messages.rich import Block, Blocks, Button, ButtonRows, File, Reply, Span, block, line
from storage.models import Part

_MAX_WIDTH = 100
_PROMPT = "› "


@dataclass(frozen=True, slots=True)
class Look:
    """What the output can show."""

    width: int = 80
    color: bool = False
    hyperlinks: bool = False


def detect_look(stdout: TextIO, environ: Mapping[str, str] | None = None) -> Look:
    """Colours and links on a terminal that is not dumb; https://no-color.org is honoured.

    A pipe gets plain text, as wide as COLUMNS says where that is set.
    """
    environ = os.environ if environ is None else environ
    if not stdout.isatty():
        columns = environ.get("COLUMNS", "")
        return Look(min(int(columns), _MAX_WIDTH)) if columns.isdecimal() else Look()
    able = environ.get("TERM", "") not in ("", "dumb")
    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    return Look(width, color=able and not environ.get("NO_COLOR"), hyperlinks=able)


def run_terminal(
    router: Router,
    *,
    stdin: TextIO,
    stdout: TextIO,
    look: Look | None = None,
    language_code: str | None = None,
    folder: Path = Path(),
) -> None:
    """Answer line by line until the end of input, Ctrl-C or Ctrl-D.

    Files that the bot answers with are written into `folder`.

    Raises:
        BrokenPipeError: nobody reads the output any more.
    """
    for stream in (stdin, stdout):
        if isinstance(stream, io.TextIOWrapper):  # other encodings must not end the conversation
            stream.reconfigure(errors="replace")
    try:
        look = look or detect_look(stdout)
        _Terminal(router, stdin, stdout, look, language_code, folder).run()
    except KeyboardInterrupt:
        if stdout.isatty():
            stdout.write("\n")


class TerminalMessenger:
    """Implements `bot.delivery.messenger.Messenger`: prints what Telegram would get."""

    def __init__(self, stdout: TextIO) -> None:
        self._stdout = stdout
        self._sent = 0

    async def send(
        self, chat_id: int, part: Part, *, thread_id: int | None = None, plain: bool = False
    ) -> int:
        """Print the part; the ids count from 1."""
        del chat_id, thread_id, plain  # one reader, and no markup either way
        self._stdout.write(f"{part.plain}\n\n")
        self._stdout.flush()
        self._sent += 1
        return self._sent


class _Terminal:
    """One conversation."""

    def __init__(
        self,
        router: Router,
        stdin: TextIO,
        stdout: TextIO,
        look: Look,
        language_code: str | None,
        folder: Path,
    ) -> None:
        self._router = router
        self._stdin = stdin
        self._stdout = stdout
        self._look = look
        self._language_code = language_code
        self._folder = folder
        self._buttons: list[Button] = []
        self._list: list[Button] = []
        self._interactive = stdin.isatty() and stdout.isatty()

    def run(self) -> None:
        """Until the input ends."""
        if self._interactive:
            self._answer(self._request("/start"))
            self._say("terminal.hint")
        for typed in self._lines():
            self._react(typed)

    def _lines(self) -> Iterator[str]:
        while True:
            if self._interactive:
                self._stdout.write(_PROMPT)
                self._stdout.flush()
            typed = self._stdin.readline()
            if not typed:
                if self._interactive:
                    self._stdout.write("\n")
                return
            if typed.strip():
                yield typed.strip()

    def _react(self, typed: str) -> None:
        number = typed.removeprefix("[").removesuffix("]")
        if not (number.isascii() and number.isdigit() and len(number) <= 3):
            self._answer(self._request(typed))
            return
        button = self._button(int(number))
        if button is None:
            self._say("terminal.no_button", number=str(int(number)))
        elif button.action is not None:
            self._answer(self._request(button.action, pressed=True))
        elif button.url is not None:
            self._stdout.write(f"{clean(button.url)}\n\n")
            self._stdout.flush()

    def _button(self, number: int) -> Button | None:
        """The shown reply's button, else that of the last list of articles.

        An article opens beside its list, as it does in Telegram.
        """
        for buttons in (self._buttons, self._list):
            if 1 <= number <= len(buttons):
                return buttons[number - 1]
        return None

    def _say(self, key: str, **values: Value) -> None:
        language = self._router.language(self._request("/start"))
        self._write((block(self._router.catalog.line(language, key, **values)),))

    def _request(self, text: str, *, pressed: bool = False) -> Request:
        return Request(
            text=text,
            chat_id=TERMINAL_CHAT,
            language_code=self._language_code,
            pressed=pressed,
            curator=True,
            owner=True,
        )

    def _answer(self, request: Request) -> None:
        reply = self._router.handle(request)
        if reply.blocks or reply.file or reply.parts:
            self._buttons = [button for row in reply.buttons for button in row]
            if any(map(_reads_article, self._buttons)):
                self._list = self._buttons
        written = () if reply.file is None else self._saved(reply.file, request)
        ready = tuple(
            Block(tuple(line(text) for text in part.plain.split("\n"))) for part in reply.parts
        )
        self._write(
            _with_notice(reply) + ready + written + _button_rows(reply.buttons, self._look.width)
        )

    def _saved(self, file: File, request: Request) -> Blocks:
        """The caption and where the file is now, or why it is nowhere."""
        language = self._router.language(request)
        try:
            path = str(_write_new(self._folder / file_name(file.name), file.content))
        except OSError as error:
            reason = error.strerror or str(error)
            told = self._router.catalog.line(language, "terminal.not_written", error=reason)
        else:
            told = self._router.catalog.line(language, "terminal.written", path=path)
        return (Block((file.caption, told) if file.caption else (told,)),)

    def _write(self, blocks: Blocks) -> None:
        look = self._look
        drawn = render_ansi(blocks, width=look.width, hyperlinks=look.hyperlinks, color=look.color)
        self._stdout.write(drawn + "\n")
        self._stdout.flush()


def _write_new(wanted: Path, content: bytes) -> Path:
    """Write to `wanted`, or to `wanted` with a number where that exists; nothing is overwritten.

    Raises:
        OSError: it cannot be written.
    """
    for number in itertools.count(2):
        try:
            with wanted.open("xb") as out:
                out.write(content)
        except FileExistsError:
            stem = wanted.stem if number == 2 else wanted.stem.rpartition("-")[0]
            wanted = wanted.with_stem(f"{stem}-{number}")
        else:
            break
    return wanted


def _reads_article(button: Button) -> bool:
    """Whether it opens an article, unlike those that turn an open one's pages."""
    return button.action is not None and button.action.split()[:-1] == [READ_ACTION]


def _with_notice(reply: Reply) -> Blocks:
    return (
        (block(line(Span(reply.notice, italic=True))), *reply.blocks)
        if reply.notice
        else (reply.blocks)
    )


def _button_rows(buttons: ButtonRows, width: int) -> Blocks:
    """`[1] Tin mới nhất   [2] Tuần này`; a button is never broken over two rows if it fits one."""
    rows: list[list[Span]] = []
    number = 0
    for row in buttons:
        room = 0
        for button in row:
            number += 1
            label = "" if button.label == str(number) else f" {button.label}"
            size = cell_len(f"[{number}]{label}")
            if size > room:
                rows.append([])
                room = width
            rows[-1] += [Span(f"[{number}]", code=True), Span(f"{label}   ")]
            room -= size + 3
    return (block(*map(tuple, rows)),) if rows else ()
