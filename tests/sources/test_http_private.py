"""No spelling of a private address gets a connection, asked for directly or by way of others."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
from aiohttp import TCPConnector, web

from bot.errors import SourceError, SourceRefused
from tests.sources.names import Names
from tests.sources.site import Site, local_fetcher, serving

HOSTS = (
    "127.0.0.1",
    "127.1.2.3",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "017700000001",
    "0177.0.0.1",
    "00000177.0.0.1",
    "0",
    "0.0.0.0",  # noqa: S104 - an address to be refused, nothing listens on it
    "localhost",
    "LOCALHOST",
    "localhost.",
    "may.localhost",
    "ip6-localhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1:7f00:0:100::]",
    "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "100.64.0.1",
    "100.100.100.200",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "ⓛocalhost",
    "127%2e0%2e0%2e1",
    "%31%32%37.0.0.1",
    "127.0.0.1%09",
    "localhost%00.example",
    "tin.example@127.0.0.1",
    "tin.example:80@127.0.0.1",
    "tin.example\\@127.0.0.1",
    "@127.0.0.1",
)


class Wiretap:
    """Counts connections that the running loop is asked to open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[Any] = []
        loop = asyncio.get_running_loop()
        connect = loop.sock_connect

        async def noted(sock: socket.socket, address: Any) -> None:
            self.opened.append(address)
            await connect(sock, address)

        monkeypatch.setattr(loop, "sock_connect", noted)


@pytest.mark.parametrize("host", HOSTS)
async def test_no_private_address_is_connected_to(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for directly, or by a redirect, a private address opens no socket."""
    async with serving(Site({"/a": "inside"})) as site:
        url = f"http://{host}:{site.port}/a"
        async with local_fetcher(private_networks=False) as guarded:
            tap = Wiretap(monkeypatch)
            with pytest.raises(SourceRefused):
                await guarded.fetch(url)
            assert tap.opened == []
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "fd00::5"]
)
async def test_names_of_private_addresses_are_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public name that resolves to a private address is refused at the socket."""
    fetcher = local_fetcher(private_networks=False, resolver=Names(address))
    async with serving(Site({"/a": "inside"})) as site, fetcher as guarded:
        tap = Wiretap(monkeypatch)
        with pytest.raises(SourceRefused, match="private network"):
            await guarded.fetch(f"http://tin.example:{site.port}/a")
        assert tap.opened == []
    assert site.asked == []


async def test_rebinding_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was public when its robots.txt was read, and is private now, is refused now."""
    monkeypatch.setattr("bot.sources.address._is_public_v4", _public_when("127.0.0.1"))
    names = Names("127.0.0.1", "127.0.0.2")
    close = web.Response(text="ok", headers={"Connection": "close"})
    async with serving(Site({"/a": close, "/robots.txt": close})) as site:
        fetcher = local_fetcher(private_networks=False, resolver=names)
        async with fetcher as guarded:
            await guarded.robots(f"http://tin.example:{site.port}/")
            session = guarded._transport._direct
            assert session is not None
            assert isinstance(session.connector, TCPConnector)
            session.connector.clear_dns_cache()  # it remembers names for ten seconds
            tap = Wiretap(monkeypatch)
            with pytest.raises(SourceRefused, match="private network"):
                await guarded.fetch(f"http://tin.example:{site.port}/a")
            assert tap.opened == []
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "localhost", "0x7f.2", "[::1]", "10.0.0.1", "169.254.169.254", "127.2"]
)
async def test_redirects_into_a_private_network_are_refused(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that a public server sends on to a private address is not read."""
    monkeypatch.setattr("bot.sources.address._is_public_v4", _public_when("127.0.0.1"))
    async with serving(Site({"/in": "inside"})) as site:
        location = f"http://{host}:{site.port}/in"
        site.pages["/a"] = web.Response(status=302, headers={"Location": location})
        async with local_fetcher(private_networks=False) as guarded:
            with pytest.raises(SourceRefused):
                await guarded.fetch(site.url("/a"))
    assert site.paths() == ["/a"]


def _public_when(only: str) -> Any:
    return lambda address: str(address) == only


async def test_an_operator_may_open_the_private_network() -> None:
    """PRIVATE_NETWORKS=true reads what lies inside, for those whose sources are there."""
    async with serving(Site({"/a": "inside"})) as site, local_fetcher() as fetcher:
        await fetcher.fetch(f"http://localhost:{site.port}/a")
        with pytest.raises(SourceError):
            await fetcher.fetch(f"http://x@localhost:{site.port}/a")
    assert site.paths() == ["/a"]
