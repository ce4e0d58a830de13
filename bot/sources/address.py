"""Which addresses may be asked: the public internet, unless the operator says otherwise.

The decision falls on the socket that is actually opened, after name resolution, so redirects,
DNS rebinding and unusual spellings (`http://2130706433/`, `http://0x7f.1/`) change nothing.
Any port is allowed: provincial sites do run on 8080 and the like.
"""

from __future__ import annotations

import errno
import re
import socket
import unicodedata
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from bot.errors import SourceRefused

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
SocketFactory = Callable[[AddrInfo], socket.socket]

_IPV6_UNICAST = IPv6Network("2000::/3")
"""The only block that IANA hands out for global unicast
(https://www.iana.org/assignments/ipv6-address-space)."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as seen through a translator (RFC 6052)."""

_SPECIAL_V4 = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
)
"""Not for the public, though Python 3.11 calls them global: protocol assignments (some clouds keep
their metadata there) and the old 6to4 relays (IANA's special-purpose registry), Azure's host."""
_SPECIAL_V6 = (IPv6Network("2001::/23"), IPv6Network("3fff::/20"))
"""The same for IPv6: protocol assignments and the newer documentation block (RFC 9637)."""
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_NO_HOST = re.compile(r"[\x00-\x20\x7f%\\<>\"{}|^`]")
"""Percent signs too: who decodes them, and when, differs."""
_ALSO_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
"""What IDNA reads as a dot (RFC 3490 §3.1)."""


class PrivateAddress(OSError):
    """The resolved address is not on the public internet."""

    def __init__(self) -> None:
        # One text for every address: the connector hands on the type only then.
        super().__init__(errno.EACCES, "the address is inside a private network")


def is_public(address: str) -> bool:
    """Whether a numeric IPv4 or IPv6 address lies on the public internet.

    Addresses that embed an IPv4 address (mapped, NAT64, 6to4, Teredo) are judged by that one.
    A text that is no address is not public.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_v4(parsed)
    embedded = _embedded_v4(parsed)
    if embedded is not None:
        return _is_public_v4(embedded)
    if any(parsed in network for network in _SPECIAL_V6):
        return False
    return parsed in _IPV6_UNICAST and parsed.is_global and not parsed.is_multicast


def _is_public_v4(address: IPv4Address) -> bool:
    if any(address in network for network in _SPECIAL_V4):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded_v4(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def guarded_socket(info: AddrInfo) -> socket.socket:
    """A socket for `info`, as `aiohttp.TCPConnector(socket_factory=…)` wants it.

    Raises:
        PrivateAddress: `info` is not on the public internet.
    """
    if not is_public(str(info[4][0])):
        raise PrivateAddress
    return open_socket(info)


def open_socket(info: AddrInfo) -> socket.socket:
    """A socket for `info`, wherever it leads."""
    return socket.socket(info[0], info[1], info[2])


def checked_url(url: str, base: str | None = None) -> str:
    """`url` (relative to `base`), absolute and without fragment, ready to be asked.

    Raises:
        SourceRefused: not http(s), no host, one with a zone, percent-encoded or otherwise
            impossible characters, or credentials in the URL (they would end up in logs and in
            links shown to readers).
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SourceRefused(f"not a URL: {error}") from error
    if parts.scheme.lower() not in ("http", "https"):
        raise SourceRefused(f"only http and https are read, not {parts.scheme or 'this'!r}")
    if not host:
        raise SourceRefused("the URL names no host")
    if "@" in parts.netloc:
        raise SourceRefused(f"the URL of {host} carries a user name or password")
    if _NO_HOST.search(host):
        raise SourceRefused(f"{host!r} is no usable host name")
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path or "/", parts.query, ""))


def refuse_private_literal(url: str) -> None:
    """Refuse a host written as a private address, in whichever notation `inet_aton` reads.

    It asks nobody. Where a proxy opens the socket for us, names are the proxy's to judge.

    Raises:
        SourceRefused: the host is such an address, or a name of this machine.
    """
    host = unicodedata.normalize("NFKC", urlsplit(url).hostname or "")
    host = host.translate(_ALSO_DOTS).rstrip(".").casefold()
    try:
        numeric = socket.inet_ntoa(socket.inet_aton(host)) if ":" not in host else host
    except (OSError, ValueError):
        numeric = None
    local = host in _LOCAL_NAMES or host.endswith(".localhost")
    if local or (numeric is not None and not is_public(numeric)):
        raise SourceRefused(private_network(shown(url)))


def private_network(address: str) -> str:
    """Why `address` is not asked, with the setting that allows it."""
    return f"{address} is inside a private network; PRIVATE_NETWORKS=true allows it"


def shown(url: str) -> str:
    """Host and path of `url` for messages: queries may carry keys."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"
