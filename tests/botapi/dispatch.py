"""One HTTP request → faults, validation, method, answer, log."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from tests.botapi.api_table import load_table
from tests.botapi.errors import ApiError, Json, misuse
from tests.botapi.faults import CONNECTION_FAULTS, Fault, ScriptedFault
from tests.botapi.http_params import chat_of, loggable, read_params
from tests.botapi.journal import RequestRecord
from tests.botapi.limits import check_secret
from tests.botapi.methods import METHODS, Method
from tests.botapi.profile_methods import PROFILE_METHODS
from tests.botapi.validate import Raw, Upload, parse_params
from tests.botapi.webhook import Webhook, WebhookPusher
from tests.botapi.world import World

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_HTML_502 = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_WEBHOOK_METHODS = ("setWebhook", "deleteWebhook", "getWebhookInfo")


class Dispatcher:
    """Answers requests until stopped."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._methods: dict[str, Method] = {**METHODS, **PROFILE_METHODS}
        self._stopping = asyncio.Event()
        self.pusher = WebhookPusher(world.updates, world.changed)

    async def stop(self) -> None:
        """Let waiting requests go and stop pushing."""
        self._stopping.set()
        self._world.changed.notify()
        await self.pusher.set(None)

    def commands(self, scope: Json | None, language: str) -> list[Json]:
        """The menu of a scope and a language."""
        key = json.dumps(scope or {"type": "default"}, sort_keys=True)
        return self._world.profile.commands.get((key, language), [])

    async def handle(self, request: web.Request) -> web.Response:
        """The route `/bot<token>/<method>`."""
        world, method = self._world, request.match_info["method"]
        record = RequestRecord(world.now(), method, None, {})
        world.journal.requests.append(record)
        world.changed.notify()
        try:
            return await self._answer(request, method, record)
        except ApiError as error:
            record.ok, record.code, record.error = False, error.code, error.description
            if error.violation is not None:
                world.journal.violate(method, error.violation, record.chat_id)
            world.changed.notify()
            return web.json_response(error.body(), status=error.code)
        except ConnectionResetError as error:
            # The client died in the middle of its request: nothing was asked.
            record.ok, record.error = False, repr(error)
            raise asyncio.CancelledError from error
        except Exception as error:
            # The client only sees a 500; the test must see that this server is at fault.
            world.journal.violate(method, f"the server itself failed: {error!r}", record.chat_id)
            raise

    async def serve_file(self, request: web.Request) -> web.Response:
        """The route `/file/bot<token>/<path>`: what getFile named."""
        world, path = self._world, request.match_info["path"]
        record = RequestRecord(world.now(), "file", None, {"path": path})
        world.journal.requests.append(record)
        found = next((it for it in world.files.values() if it.path == path), None)
        if request.match_info["token"] != world.token or found is None:
            record.ok, record.code = False, 404
            return web.json_response({"ok": False, "error_code": 404}, status=404)
        record.ok, record.code = True, 200
        return web.Response(body=found.content)

    async def _answer(
        self, request: web.Request, method: str, record: RequestRecord
    ) -> web.Response:
        token = request.match_info["token"]
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self._world.token:
            raise ApiError(401, "Unauthorized")
        if method not in load_table().methods:
            raise ApiError(404, "Not Found", violation=f"there is no method {method}")
        raw = await read_params(request)
        record.params, record.chat_id = loggable(raw), self._chat_id(raw)
        scripted = self._world.faults.take(record.chat_id, method)
        if scripted is not None:
            record.error = scripted.fault.value
            query = self._world.queries.get(str(raw.get("callback_query_id")))
            if query is not None:
                query.missed = True  # the bot tried; that it failed is the script's doing
            early = await self._before(request, scripted)
            if early is not None:
                record.code = early.status if scripted.fault is Fault.BAD_GATEWAY else None
                record.ok = False if record.code else None
                return early
        result = await self._perform(request, method, raw, record, scripted)
        if scripted is not None and scripted.fault is Fault.RESET_AFTER:
            return _reset(request)
        if scripted is not None and scripted.fault is Fault.HANG_AFTER:
            return await self._hang(request)
        if scripted is not None and scripted.fault is Fault.SLOW_AFTER:
            await asyncio.sleep(scripted.delay)
        record.ok, record.code = True, 200
        return web.json_response({"ok": True, "result": result}, dumps=_compact)

    def _chat_id(self, raw: Json) -> int | None:
        query = self._world.queries.get(str(raw.get("callback_query_id")))
        return query.chat_id if query is not None else chat_of(raw)

    async def _before(self, request: web.Request, scripted: ScriptedFault) -> web.Response | None:
        """What a fault does before the method is looked at; None goes on."""
        if scripted.fault is Fault.SLOW:
            await asyncio.sleep(scripted.delay)
        elif scripted.fault is Fault.HANG:
            return await self._hang(request)
        elif scripted.fault is Fault.RESET_BEFORE:
            return _reset(request)
        elif scripted.fault is Fault.BAD_GATEWAY:
            return web.Response(status=502, text=_HTML_502, content_type="text/html")
        elif scripted.fault is Fault.SERVER_ERROR:
            raise scripted.error("private")
        return None

    async def _perform(
        self,
        request: web.Request,
        method: str,
        raw: Raw,
        record: RequestRecord,
        scripted: ScriptedFault | None,
    ) -> Any:
        args = parse_params(method, raw)
        if scripted is not None and scripted.fault not in CONNECTION_FAULTS:
            self._refuse(method, record, scripted)
        if method == "getUpdates":
            return await self._world.updates.poll(
                offset=args.get("offset", 0),
                limit=args.get("limit", 100),
                patience=args.get("timeout", 0),
                allowed=args.get("allowed_updates"),
                connected=self._connection_probe(request),
            )
        if method in _WEBHOOK_METHODS:
            return await self._webhook(method, args)
        function = self._methods.get(method)
        if function is None:
            raise misuse(f"method {method} is not modelled by this server")
        return function(self._world, args)

    def _refuse(self, method: str, record: RequestRecord, scripted: ScriptedFault) -> None:
        """Answer with a scripted error about the chat.

        Raises:
            ApiError: always.
        """
        world, chat_id = self._world, record.chat_id
        if scripted.fault is Fault.RETRY_AFTER and chat_id is not None:
            now = world.now()
            if world.gate.is_penalised(chat_id, now):
                world.journal.violate(method, "sent before retry_after had passed", chat_id)
            # A little less than promised: clocks of two processes differ by microseconds.
            world.gate.penalise(chat_id, scripted.retry_after - 0.01, now)
        chat = world.chats.get(chat_id or 0)
        raise scripted.error(chat.type if chat is not None else "group")

    def _connection_probe(self, request: web.Request) -> Callable[[], bool]:
        def connected() -> bool:
            transport = request.transport
            gone = transport is None or transport.is_closing()
            return not gone and not self._stopping.is_set()

        return connected

    async def _hang(self, request: web.Request) -> web.Response:
        """Say nothing until the client has gone or the server stops."""
        connected = self._connection_probe(request)
        while connected():  # noqa: ASYNC110 - no event tells that a client has left
            await asyncio.sleep(0.02)
        return _reset(request)

    async def _webhook(self, method: str, args: Json) -> Any:
        if method == "getWebhookInfo":
            return self._webhook_info()
        if args.get("drop_pending_updates"):
            self._world.journal.violate(method, "drop_pending_updates loses what people wrote")
            self._world.updates.pending.clear()
        url = args.get("url", "")
        if method == "deleteWebhook" or not url:
            await self.pusher.set(None)
            return True
        parts = urlsplit(url)
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise misuse("bad webhook: An HTTPS URL must be provided for webhook")
        if isinstance(args.get("certificate"), Upload):
            raise misuse("certificates are not modelled by this server")
        if "secret_token" in args:
            check_secret(args["secret_token"])
        connections = args.get("max_connections", 40)
        if not 1 <= connections <= 100:
            raise misuse("max_connections must be 1-100")
        self._world.updates.allow(args.get("allowed_updates"))
        await self.pusher.set(Webhook(url, args.get("secret_token"), connections))
        return True

    def _webhook_info(self) -> Json:
        webhook, updates = self.pusher.webhook, self._world.updates
        info: Json = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
            "allowed_updates": sorted(updates.allowed),
        }
        if webhook is not None:
            info["max_connections"] = webhook.max_connections
            if webhook.error is not None:
                info["last_error_message"] = webhook.error
                info["last_error_date"] = webhook.error_date
        return info


def _reset(request: web.Request) -> web.Response:
    """Close the connection with RST, as a broken network path does."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
