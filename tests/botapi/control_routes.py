"""The JSON interface under /control, for tests that live in another process than the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.botapi.actors import Place, Press
from tests.botapi.bot_message import BotMessage
from tests.botapi.errors import Json
from tests.botapi.faults import Fault
from tests.botapi.journal import as_json
from tests.botapi.server import BotApiServer

Action = Callable[[BotApiServer, Json], Awaitable[Any]]


def _message_json(message: BotMessage) -> Json:
    out = asdict(message)
    out["file"] = None if message.file is None else len(message.file)
    return out


async def _add_user(server: BotApiServer, args: Json) -> Any:
    return server.add_user(args.pop("id"), **args).id


async def _add_group(server: BotApiServer, args: Json) -> Any:
    kind = args.pop("type", "group")
    members = {int(key): value for key, value in args.pop("members", {}).items()}
    add: dict[str, Callable[..., Place]] = {
        "group": server.add_group,
        "supergroup": server.add_supergroup,
        "channel": server.add_channel,
    }
    place = add[kind](args.pop("id"), members=members, **args)
    return place.id


async def _send(server: BotApiServer, args: Json) -> Any:
    chat_id = args.pop("chat_id")
    if chat_id > 0:
        return await server.user(chat_id).send(args.pop("text"), **args)
    return await server.place(chat_id).send(args.pop("text"), **args)


async def _press(server: BotApiServer, args: Json) -> Any:
    chat_id = args["chat_id"]
    message = next(
        item for item in server.messages(chat_id) if item.message_id == args["message_id"]
    )
    if chat_id > 0:
        press = await server.user(chat_id).press(message, args["label"])
    else:
        press = await server.place(chat_id).press(
            message, args["label"], from_user=args["from_user"]
        )
    return press.query_id


async def _answer(server: BotApiServer, args: Json) -> Any:
    query = server.world.queries[args["query_id"]]
    return asdict(await Press(server.world, query).answer(args.get("timeout", 5.0)))


async def _wait_message(server: BotApiServer, args: Json) -> Any:
    chat_id = args["chat_id"]
    conversation = server.user(chat_id) if chat_id > 0 else server.place(chat_id)
    return _message_json(await conversation.wait_message(args.get("timeout", 5.0)))


async def _fault(server: BotApiServer, args: Json) -> Any:
    server.fault(args.pop("chat_id", None), Fault(args.pop("fault")), **args)


async def _clear_faults(server: BotApiServer, args: Json) -> Any:
    server.clear_faults(args.get("chat_id"))


async def _messages(server: BotApiServer, args: Json) -> Any:
    return [_message_json(item) for item in server.messages(args["chat_id"])]


async def _all_messages(server: BotApiServer, _args: Json) -> Any:
    chats = server.world.chats
    return {str(chat): [_message_json(item) for item in server.messages(chat)] for chat in chats}


async def _violations(server: BotApiServer, _args: Json) -> Any:
    return as_json(server.violations)


async def _requests(server: BotApiServer, args: Json) -> Any:
    return as_json(server.requests[args.get("start", 0) :])


async def _rate(server: BotApiServer, _args: Json) -> Any:
    return asdict(server.rate())


async def _pending(server: BotApiServer, _args: Json) -> Any:
    return server.pending_updates


ACTIONS: dict[str, Action] = {
    "add_user": _add_user,
    "add_group": _add_group,
    "send": _send,
    "press": _press,
    "answer": _answer,
    "wait_message": _wait_message,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "messages": _messages,
    "all_messages": _all_messages,
    "violations": _violations,
    "requests": _requests,
    "rate": _rate,
    "pending_updates": _pending,
}


class ControlledServer(BotApiServer):
    """A server that is also scripted and read over HTTP.

    `POST /control/<action>` with a JSON object answers `{"result": …}`, or 4xx with `{"error": …}`.
    """

    def build_app(self) -> web.Application:
        """The Bot API and the control interface."""
        app = super().build_app()
        app.router.add_post("/control/{action}", self._control)
        return app

    async def _control(self, request: web.Request) -> web.Response:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            return web.json_response({"error": "no such action"}, status=404)
        args: Json = await request.json() if request.can_read_body else {}
        try:
            return web.json_response({"result": await action(self, args)})
        except TimeoutError as error:
            return web.json_response({"error": str(error)}, status=408)
        except (LookupError, StopIteration, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
