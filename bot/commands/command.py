"""What a command is, and what its handler may use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from bot.commands.errands import Errands
from bot.commands.request import Request
from bot.commands.talk import Talks
from bot.config import Settings
from bot.messages.catalog import Catalog, Value
from bot.messages.naming import USERNAME_KEY, shown_source_name, shown_source_names
from bot.messages.rich import Block, Blocks, Button, Line, Reply
from storage.base import Store
from storage.models import Delivery, Edition, Part, Review, Source, Subscriber

TERMINAL_CHAT = 0
"""Chat id of the terminal; Telegram gives out none such."""


@dataclass(frozen=True, slots=True)
class HeldDeliveries:
    """The port to messages whose outcome stayed unknown: delivery's own, handed in by `rooms`.

    Attributes:
        rows: all that are held now.
        resend: send those with these ids again; how many they were.
        drop: give those with these ids up; how many they were.
        pace: messages a second at which a digest leaves at most; None: not known.
    """

    rows: Callable[[], Sequence[Delivery]]
    resend: Callable[[Collection[str], datetime], int]
    drop: Callable[[Collection[str], datetime], int]
    pace: float | None = None


class Reviews(Protocol):
    """The port to digests that wait for a reviewer: delivery's own desk, handed in by `rooms`.

    Each method returns the review as it stands afterwards; a final decision changes no more.
    """

    def find(self, mark: str) -> Review | None:
        """The review with this mark; None: it is kept no more."""

    def waiting(self) -> Sequence[Review]:
        """Those that can be answered, the oldest first."""

    def edition(self, review: Review) -> Edition | None:
        """What would go out now."""

    def revise(self, review_id: str, change: Callable[[Review], Review]) -> Review | None:
        """Change its stories or lines."""

    def hold(self, review_id: str, by: str) -> Review | None:
        """Stop its clock."""

    def withdraw(self, chat_id: int, user_id: int) -> int:
        """Somebody is no administrator of the chat any more, and no reviewer of its digests."""

    def decide(
        self, review_id: str, decision: Literal["released", "dropped"], by: str
    ) -> Review | None:
        """Let it go out, or not at all."""


NextDigest = Callable[[Subscriber, str], tuple[Part, ...]]
"""The port to composing, handed in by `rooms`: a subscriber's digest as it would go out now, in
that language where it has set none; empty where nothing would be sent."""


class Scope(Enum):
    """Who may use a command."""

    EVERYONE = "everyone"
    CHAT_ADMINS = "chat admins"
    CURATORS = "curators"


@dataclass(frozen=True, slots=True)
class Context:
    """One request with everything needed to answer it.

    `subscriber` is the record of the place that asks, None while it has none. `sources` are the
    catalogue's and the store's, by id.
    """

    request: Request
    store: Store
    catalog: Catalog
    settings: Settings
    now: datetime
    sources: Mapping[str, Source]
    subscriber: Subscriber | None
    language: str
    zone: ZoneInfo
    commands: tuple[Command, ...]
    held: HeldDeliveries
    errands: Errands
    next_digest: NextDigest
    reviews: Reviews | None
    talks: Talks

    def text(self, key: str, /, **values: Value) -> str:
        """Plain words in the reader's language."""
        return self.catalog.text(self.language, key, **values)

    def line(self, key: str, /, **values: Value) -> Line:
        """One line in the reader's language."""
        return self.catalog.line(self.language, key, **values)

    def block(self, key: str, /, **values: Value) -> Block:
        """A text without blank lines as one block."""
        return Block(self.catalog.lines(self.language, key, **values))

    def blocks(self, key: str, /, **values: Value) -> Blocks:
        """A text as blocks, one per paragraph."""
        return self.catalog.blocks(self.language, key, **values)

    def button(self, key: str, action: str, /, **values: Value) -> Button:
        """A button labelled with a text of the catalogue."""
        return Button(label=self.text(key, **values), action=action)

    def source_name(self, source_id: str) -> str:
        """Its name for the reader, or the id of a source that is no longer known."""
        source = self.sources.get(source_id)
        if source is None:
            return source_id
        return shown_source_name(self.catalog, self.language, source_id, source.name)

    @property
    def source_names(self) -> Mapping[str, str]:
        """Source id → name for the reader."""
        names = {source.id: source.name for source in self.sources.values()}
        return shown_source_names(self.catalog, self.language, names)

    @property
    def bot_username(self) -> str | None:
        """The bot's name for links that open it; None before its first start, in the terminal."""
        if self.request.chat_id == TERMINAL_CHAT:
            return None
        return self.store.get_value(USERNAME_KEY)

    @property
    def in_group(self) -> bool:
        """Whether many people read here; plain text is then not for the bot."""
        return self.request.chat_type != "private"

    @property
    def active(self) -> bool:
        """Whether this place gets digests."""
        return self.subscriber is not None and self.subscriber.status == "active"


Handler = Callable[[Context, str], Reply]
"""Context, the text after the command's name → answer. Raises `UserError` for the impossible."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: Vietnamese without diacritics: `[a-z]+`, as Telegram wants it.
        aliases: other names; the first one is the English name, shown in the English menu.
        description: message key of its line in menus and help.
        files: first words of the argument with which it reads a document sent along.
    """

    name: str
    aliases: tuple[str, ...]
    description: str
    handler: Handler
    scope: Scope = Scope.EVERYONE
    files: tuple[str, ...] = ()

    def shown_name(self, language: str) -> str:
        """The name that menus in this language show."""
        return self.name if language == "vi" or not self.aliases else self.aliases[0]
