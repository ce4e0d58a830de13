"""What somebody asked, whichever edge it came in through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChatType = Literal["private", "group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that somebody sent.

    Attributes:
        reference: how the edge finds it again; nothing else reads it.
        name: as the sender's device calls it, "" where it does not say.
        size: bytes, None where the edge does not say.
        content: None until the edge has fetched it, which it only does where `Router.wants_file`
            says so, and where fetching failed.
    """

    reference: str
    name: str = ""
    size: int | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One message or pressed button.

    Attributes:
        text: what was typed (`"/tim giao ban"`, `"giao ban"`), or the command line behind a
            button (`"xem k3f9a2b7qx 2"`, no slash). The bot's own @name is already removed.
        pressed: True for a button: `text` is then always a command line.
        user_id: who asked; None for channel posts and anonymous admins.
        language_code: IETF tag of the user's client, None when it does not tell.
        chat_admin: the sender may change this chat's settings (always True in private chats
            and channels; in groups only for administrators).
        curator: the sender is one of the configured curators or owners.
        owner: the sender is one of the configured owners.
        group_admin: of a private request about the digest of a group (`Router.reviewed_chat`):
            whether the sender administers that group now; None: not asked, or nobody's matter.
        about: id of the only article of the bot's message that this replies to; None: no such.
        file: the document that came with it, `text` is then its caption; None without one.
    """

    text: str
    chat_id: int
    thread_id: int | None = None
    chat_type: ChatType = "private"
    chat_title: str | None = None
    user_id: int | None = None
    language_code: str | None = None
    pressed: bool = False
    chat_admin: bool = True
    curator: bool = False
    owner: bool = False
    group_admin: Literal["yes", "no", "unknown"] | None = None
    about: str | None = None
    file: Attachment | None = None

    @property
    def subscriber_id(self) -> str:
        """Key of the `Subscriber` record for the place this was asked in."""
        return str(self.chat_id) if self.thread_id is None else f"{self.chat_id}:{self.thread_id}"
