"""Where the title of an article leads, and what its source is called. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.messages.catalog import DEFAULT_LANGUAGE, Catalog
from bot.messages.render import safe_url
from bot.messages.split import cut_at
from storage.models import Source

USERNAME_KEY = "bot:username"
"""Under this the store keeps the bot's name on Telegram, without `@`."""

ARTICLE_PAYLOAD = "xem_"
"""`/start xem_<article id>` opens the article."""

LOCAL_SOURCE = "local"
"""`Source.id` of files that are handed in: no outlet, so its name is in the reader's language."""

NAME_LENGTH = 80
"""Characters of a source's name that a list shows."""

_USERNAME = re.compile(r"[A-Za-z0-9_]{1,32}")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def article_link(url: str | None, article_id: str, username: str | None) -> str | None:
    """Where the article's title leads: its page, else the bot, which opens the article.

    `username` is the bot's name on Telegram; None (also for the terminal, where such a link leads
    nowhere) leaves an article without a usable URL without link. The payload of a deep link is
    1–64 of `A-Za-z0-9_-` (https://core.telegram.org/bots/features#deep-linking).
    """
    if safe_url(url) is not None:
        return url
    return bot_link(username, f"{ARTICLE_PAYLOAD}{article_id}")


def bot_link(username: str | None, payload: str) -> str | None:
    """The address that opens the bot with `/start <payload>`; None where there can be none."""
    if username is None or not _USERNAME.fullmatch(username) or not _PAYLOAD.fullmatch(payload):
        return None
    return f"https://t.me/{username}?start={payload}"


def shown_source_name(catalog: Catalog, language: str, source_id: str, name: str) -> str:
    """`name`; that of handed-in files in the reader's language, unless an operator chose it."""
    if source_id == LOCAL_SOURCE and name == catalog.text(DEFAULT_LANGUAGE, "source.local"):
        return catalog.text(language, "source.local")
    return name


def full_source_name(catalog: Catalog, language: str, source: Source) -> str:
    """Its name, with the section where it has one: it tells the feeds of one outlet apart."""
    name = shown_source_name(catalog, language, source.id, source.name)
    if source.section:
        name = f"{name} – {source.section}"
    name = " ".join(name.split())
    return (
        name if len(name) <= NAME_LENGTH else name[: cut_at(name, NAME_LENGTH - 1)].rstrip() + "…"
    )


def shown_source_names(
    catalog: Catalog, language: str, names: Mapping[str, str]
) -> Mapping[str, str]:
    """Source id → name, each as `shown_source_name` tells it."""
    return {
        source_id: shown_source_name(catalog, language, source_id, name)
        for source_id, name in names.items()
    }
