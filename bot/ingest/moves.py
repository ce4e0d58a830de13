"""Where a source is polled when its server says that it has moved. Pure.

A permanent redirect is followed at every poll, as any other. Once it has been seen at three polls
over at least a day it is believed, and the new address is asked directly; a mere switch of the same
address to https is believed at once. A learned address never leads from https to http, and it is
dropped when it fails while the source's own address works.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from storage.models import Source, SourceState

SEEN_ENOUGH = 3
SEEN_FOR = timedelta(days=1)


def address(source: Source, state: SourceState) -> str:
    """Where to ask: what was learned, else what the source says."""
    return state.learned_url or source.url or ""


def of_source(state: SourceState, source: Source) -> SourceState:
    """`state`, without what was learnt of another address if the source's has been changed."""
    if source.url is None or state.url == source.url:
        return state
    if state.url is None:  # from before the address was remembered
        return msgspec.structs.replace(state, url=source.url)
    return msgspec.structs.replace(
        forgotten(state),
        url=source.url,
        etag=None,
        last_modified=None,
        gone=False,
        ttl_minutes=None,
        skip_hours=(),
        skip_days=(),
    )


def after_redirect(
    state: SourceState, *, asked: str, permanent: str | None, now: datetime
) -> SourceState:
    """The state after `asked` led to `permanent` by 301 and 308 alone (None: it did not)."""
    if permanent is None or permanent == asked or _downgrades(asked, permanent):
        return msgspec.structs.replace(state, moved_to=None, moved_seen=0, moved_since=None)
    same = permanent == state.moved_to
    seen = state.moved_seen + 1 if same else 1
    since = state.moved_since if same and state.moved_since is not None else now
    if _only_adds_tls(asked, permanent) or (seen >= SEEN_ENOUGH and now - since >= SEEN_FOR):
        return msgspec.structs.replace(forgotten(state), learned_url=permanent)
    return msgspec.structs.replace(state, moved_to=permanent, moved_seen=seen, moved_since=since)


def forgotten(state: SourceState) -> SourceState:
    """The state without any learned address."""
    return msgspec.structs.replace(
        state, learned_url=None, moved_to=None, moved_seen=0, moved_since=None
    )


def _downgrades(asked: str, target: str) -> bool:
    return urlsplit(asked).scheme == "https" and urlsplit(target).scheme != "https"


def _only_adds_tls(asked: str, target: str) -> bool:
    before, after = urlsplit(asked), urlsplit(target)
    return (
        (before.scheme, after.scheme) == ("http", "https")
        and before.hostname == after.hostname
        and (before.path or "/", before.query) == (after.path or "/", after.query)
    )
