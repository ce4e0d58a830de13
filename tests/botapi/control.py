"""Client of the control interface: script and read a server in another process.

    with start_server() as control:                     # python -m tests.botapi in a child
        control.add_user(1001, first_name="Lan")
        environment = {"BOT_TOKEN": control.token, "BOT_API_URL": control.url}
        ...                                             # start, kill and restart the bot
        control.send(1001, "/start")
        message = control.wait_message(1001, timeout=10)
        assert control.violations() == []

Everything blocks; inside a loop use `asyncio.to_thread`.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.botapi.errors import Json
from tests.botapi.faults import Fault

_ROOT = Path(__file__).resolve().parents[2]
_SLACK = 10.0


class ControlError(RuntimeError):
    """The server refused: unknown chat, wrong argument."""


class ControlClient:
    """One method per action; messages and records are JSON objects as in `control_routes.py`."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def call(self, action: str, *, patience: float = 0.0, **args: Any) -> Any:
        """Any action; `patience` is how long the server itself may wait, in seconds.

        Raises:
            TimeoutError: what was waited for did not come.
            ControlError: the action failed.
        """
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            address.hostname or "127.0.0.1", address.port, timeout=patience + _SLACK
        )
        with closing(connection):
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"/control/{action}", json.dumps(args), headers)
            response = connection.getresponse()
            body = response.read()
        if response.status == 408:
            raise TimeoutError(json.loads(body)["error"])
        if response.status != 200:
            raise ControlError(body.decode(errors="replace"))
        return json.loads(body)["result"]

    def add_user(self, user_id: int, **options: Any) -> int:
        """`BotApiServer.add_user`."""
        return int(self.call("add_user", id=user_id, **options))

    def add_group(
        self,
        chat_id: int,
        *,
        type: str = "group",  # noqa: A002 - the name of the field in the API
        members: Mapping[int, str] | None = None,
        **options: Any,
    ) -> int:
        """`add_group`, `add_supergroup` or `add_channel` by `type`."""
        return int(
            self.call("add_group", id=chat_id, type=type, members=dict(members or {}), **options)
        )

    def send(self, chat_id: int, text: str, **options: Any) -> int:
        """Write to the bot; groups need `from_user`. Returns the message id."""
        return int(self.call("send", chat_id=chat_id, text=text, **options))

    def press(
        self, chat_id: int, message_id: int, label: str, *, from_user: int | None = None
    ) -> str:
        """Press a button; returns the query id for `answer`."""
        return str(
            self.call(
                "press", chat_id=chat_id, message_id=message_id, label=label, from_user=from_user
            )
        )

    def answer(self, query_id: str, timeout: float = 5.0) -> Json:
        """The toast of a pressed button."""
        return self._object("answer", query_id=query_id, timeout=timeout, patience=timeout)

    def wait_message(self, chat_id: int, timeout: float = 5.0) -> Json:
        """The next message of the bot that was not yet taken."""
        return self._object("wait_message", chat_id=chat_id, timeout=timeout, patience=timeout)

    def fault(
        self, chat_id: int | None, fault: Fault, times: int | None = None, **options: Any
    ) -> None:
        """`BotApiServer.fault`."""
        self.call("fault", chat_id=chat_id, fault=fault.value, times=times, **options)

    def clear_faults(self, chat_id: int | None = None) -> None:
        """Forget the faults of one chat, or all."""
        self.call("clear_faults", chat_id=chat_id)

    def messages(self, chat_id: int) -> list[Json]:
        """All messages of the bot in a chat."""
        return self._list("messages", chat_id=chat_id)

    def all_messages(self) -> dict[int, list[Json]]:
        """All messages of the bot by chat."""
        found = self._object("all_messages")
        return {int(chat_id): messages for chat_id, messages in found.items()}

    def violations(self) -> list[Json]:
        """What the bot did against the API."""
        return self._list("violations")

    def requests(self, start: int = 0) -> list[Json]:
        """The request log from `start`."""
        return self._list("requests", start=start)

    def rate(self) -> Json:
        """Peaks, as in `journal.Rate`."""
        return self._object("rate")

    def pending_updates(self) -> int:
        """Updates that the bot has not confirmed."""
        return int(self.call("pending_updates"))

    def _object(self, action: str, **args: Any) -> Json:
        found: Json = self.call(action, **args)
        return found

    def _list(self, action: str, **args: Any) -> list[Json]:
        found: list[Json] = self.call(action, **args)
        return found


@contextmanager
def start_server(*options: str) -> Iterator[ControlClient]:
    """A server in a child process with further command-line `options`; stopped at the end."""
    command = [sys.executable, "-m", "tests.botapi", *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise ControlError("the server did not start")
            address = json.loads(line)
            yield ControlClient(address["url"], address["token"])
        finally:
            process.terminate()
            process.wait(timeout=10)
