"""A server that says whatever a test lets it say, HTTP or not."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Talk = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""Writes the answer to any request other than that for robots.txt."""

NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[str]:
    """The address of a server on loopback that answers each page with `talk`."""

    talking: dict[asyncio.Task[None] | None, asyncio.StreamWriter] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talking[asyncio.current_task()] = writer
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            if request.startswith(b"GET /robots.txt "):
                writer.write(NO_ROBOTS)
            else:
                await talk(writer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/a"
    finally:
        server.close()
        for task, writer in talking.items():
            writer.transport.abort()
            if task is not None:
                task.cancel()
        await asyncio.sleep(0.01)  # closed transports are let go in the loop's next turns
