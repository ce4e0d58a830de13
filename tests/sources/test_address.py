"""Which addresses may be asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceRefused
from bot.sources.address import checked_url, is_public, refuse_private_literal, shown

PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",  # noqa: S104 - an address to be refused, nothing listens on it
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "192.0.0.192",
    "192.88.99.1",
    "168.63.129.16",
    "100.100.100.200",
    "64:ff9b:1:7f00:0:100::",
    "2001:20::1",
    "3fff::1",
    "fd00:ec2::254",
    "not an address",
]
PUBLIC = ["8.8.8.8", "113.160.1.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    """No address that leads inside a network counts as public, however it is wrapped."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    """Ordinary addresses are public, also through NAT64."""
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_embedding_changes_nothing(address: object) -> None:
    """An IPv4 address is judged alike plain, mapped and through NAT64."""
    assert is_public(f"::ffff:{address}") == is_public(str(address))
    assert is_public(f"64:ff9b::{address}") == is_public(str(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tin.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//tin.example/a",
        "http:///a",
        "http://[::1",
        "http://tin.example:99999/",
        "http://ai:mat@tin.example/",
        "http://tin%2eexample/",
        "http://[fe80::1%25eth0]/",
        "http://tin.example\\@khac.example/",
        "http://tin example/",
        "tin.example",
        "",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    """Only http(s) with a host and without credentials is asked; the secret is not repeated."""
    with pytest.raises(SourceRefused) as caught:
        checked_url(url)
    assert "mat" not in str(caught.value)


def test_relative_addresses_are_resolved() -> None:
    """A redirect's relative target is resolved against where it was found."""
    assert checked_url("../b?x=1#y", "https://tin.example/a/c") == "https://tin.example/b?x=1"
    assert checked_url("HTTP://tin.example") == "http://tin.example/"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "may.localhost.",
        "ip6-loopback",
        "127.0.0.1",
        "127.0.0.1.",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "[::1]",
        "127.1",
        "１２７.０.０.１",
        "①②⑦。0。0。1",
    ],
)
def test_private_literals_are_refused_before_a_proxy_sees_them(host: str) -> None:
    """Where a proxy opens the socket, numeric private hosts are refused in every notation."""
    with pytest.raises(SourceRefused):
        refuse_private_literal(f"http://{host}/")
    refuse_private_literal("http://tin.example/")
    refuse_private_literal("http://8.8.8.8/")


def test_messages_show_no_query() -> None:
    """What is shown of an address leaves out the query, where keys are."""
    assert shown("https://tin.example/rss?key=secret") == "tin.example/rss"
