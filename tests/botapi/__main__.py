"""The server as a process of its own, scripted over `/control`; see `control.py` for the client.

    python -m tests.botapi --port 8081 --token 123456:TEST-…

Prints one line of JSON with its address, then serves until SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from tests.botapi.control_routes import ControlledServer
from tests.botapi.flood import UNLIMITED, FloodLimits
from tests.botapi.server import TEST_TOKEN


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until asked to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    limits = UNLIMITED if arguments.unlimited else FloodLimits()
    async with ControlledServer(
        arguments.token,
        limits=limits,
        privacy=not arguments.no_privacy,
        port=arguments.port,
    ) as server:
        sys.stdout.write(json.dumps({"url": server.url, "token": server.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TEST_TOKEN, help="the only token that is accepted")
    parser.add_argument("--unlimited", action="store_true", help="no flood limits")
    parser.add_argument("--no-privacy", action="store_true", help="the bot sees all of groups")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
