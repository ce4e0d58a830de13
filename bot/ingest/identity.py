"""What an article is recognised by: its canonical URL, the feed's guid, its file, its content.

Canonical URLs are keys, never fetched or shown. They treat as one address what provincial sites
serve as one article: http and https, `www.`, `m.`, `mobile.` and `amp.` hosts and `/amp` paths,
a trailing slash, the order of query parameters, and parameters that only track the reader.
"""

from __future__ import annotations

import os
import re
from base64 import b32encode
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from bot.sources.local import readable_name
from storage.text import folded_words

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MIRRORS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|zarsrc"
    r"|zalo\w*|zanp\w*|vnk|ref|ref_src|source|src|from|share|cmpid|_hs\w+|amp|outputtype",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_AMP_PATH = re.compile(r"/amp$|\.amp(?=\.html?$)", re.IGNORECASE)
_SAFE = "/:@!$&'()*+,;=~-._"


def canonical_url(url: str) -> str | None:
    """The key of an http(s) URL as the module says, None for anything else."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    host = _MIRRORS.sub("", _ascii_host(host.rstrip(".")))
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    path = quote(
        unquote(_SESSION.sub("", parts.path), errors="surrogateescape"),
        safe=_SAFE,
        errors="surrogateescape",
    )
    path = _AMP_PATH.sub("", path.rstrip("/")).rstrip("/")
    query = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if not _TRACKING.fullmatch(pair[0])
    )
    return urlunsplit(("https", netloc, path, urlencode(query, errors="surrogateescape"), ""))


def _ascii_host(host: str) -> str:
    try:
        return host.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return host.lower()


def article_url(link: str | None, stated: str | None) -> str | None:
    """The canonical URL of an article found at `link` whose page states `stated` as canonical.

    A stated address counts only when it is of the same site and no front page where the link is
    none: templates that name the front page in every article would make one article of all.
    """
    found = canonical_url(link) if link else None
    named = canonical_url(stated) if stated else None
    if found is None or named is None:
        return found or named
    found_parts, named_parts = urlsplit(found), urlsplit(named)
    if found_parts.netloc != named_parts.netloc:
        return found
    if (named_parts.path or "/") == "/" and not named_parts.query:
        return found
    if found.startswith(f"{named}/"):  # the page names the section that it stands in
        return found
    return named


def is_elsewhere(one: str | None, other: str | None) -> bool:
    """Whether two canonical URLs are of different hosts: equal content there is another's copy."""
    if one is None or other is None:
        return False
    return urlsplit(one).netloc != urlsplit(other).netloc


def fingerprint(title: str, lead: str | None, paragraphs: tuple[str, ...], url: str | None) -> str:
    """Hash of the folded words of title, lead and paragraphs, wherever the breaks fall.

    `url` (canonical) counts only for an article without any text: two notices of the same title
    whose pages could not be read are two articles.
    """
    body = folded_words("\n".join((lead or "", *paragraphs)))
    words = [*folded_words(title), *body] or [title.strip()]
    key = " ".join(words) if body or url is None else f"{' '.join(words)}\0{url}"
    return blake2b(key.encode(), digest_size=16).hexdigest()


def file_key(file: Path) -> str:
    """What a file that stays at its place is recognised by: its name behind a hash of its path.

    The path itself would tell readers of the data about the machine.
    """
    return f"file:{path_hash(file)}/{readable_name(Path(file.name))}"


def path_hash(file: Path) -> str:
    """Sixteen hex digits of the absolute path, links resolved."""
    return blake2b(os.fsencode(file.resolve()), digest_size=8).hexdigest()


def article_id(first_identity: str, is_taken: Callable[[str], bool]) -> str:
    """Ten characters of lower-case base32 derived from `first_identity`.

    50 bits: among a million articles a clash has a chance of 1 in 2,000; a taken id is then
    derived anew with a salt.
    """
    salt = 0
    while True:
        digest = blake2b(first_identity.encode(), digest_size=7, salt=salt.to_bytes(8, "big"))
        candidate = b32encode(digest.digest()).decode("ascii")[:10].lower()
        if not is_taken(candidate):
            return candidate
        salt += 1
