"""500 feeds on as many loopback addresses, for whoever wants to read them.

    python -m tests.benchmarks.feed_site --feeds 500

Prints its port when it listens. Each feed answers 304 to the ETag that it gave.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from email.utils import format_datetime

from aiohttp import web

from tests.benchmarks.simulated_news import START, Story

ENTRIES = 20


def address(number: int) -> str:
    """The address of a feed's host: all of 127/8 is loopback on Linux."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def feed(number: int) -> bytes:
    """RSS with twenty entries of a title and a summary of about 1 KB."""
    rng = random.Random(number)
    items = []
    for entry in range(ENTRIES):
        text = Story(number * ENTRIES + entry, number, 0.0, 0.0).text(0.0)
        link = f"http://{address(number)}/tin-{rng.randrange(10**6)}-{entry}.html"
        items.append(
            f"<item><title>{text.title}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(START)}</pubDate>"
            f"<description>{text.lead} {text.paragraphs[0]} {text.paragraphs[1]}</description>"
            "</item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Báo Thử {number}</title><link>http://{address(number)}/</link>"
        f"<description>Tin</description>{''.join(items)}</channel></rss>"
    ).encode()


async def serve(feeds: int) -> None:
    """Listen on every feed's address, for ever."""
    bodies = {address(number): feed(number) for number in range(feeds)}

    async def answer(request: web.BaseRequest) -> web.Response:
        body = bodies.get(request.host.partition(":")[0])
        if body is None or request.path != "/tin.rss":
            return web.Response(status=404)
        etag = f'"{len(body)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})

    server = web.Server(answer, access_log=None)
    first = await asyncio.get_running_loop().create_server(server, address(0), 0)
    port = first.sockets[0].getsockname()[1]
    others = [address(number) for number in range(1, feeds)]
    if others:
        await asyncio.get_running_loop().create_server(server, others, port)
    print(port, flush=True)
    await first.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    asyncio.run(serve(parser.parse_args().feeds))
