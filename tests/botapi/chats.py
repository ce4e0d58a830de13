"""Chats, their members, topics and messages, as the server knows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.botapi.entities import Formatted
from tests.botapi.errors import ApiError, Json, bad_request, forbidden
from tests.botapi.faults import upgraded

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]

GENERAL_TOPIC = 1


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is that of the message that created it."""

    name: str
    closed: bool = False


@dataclass(slots=True)
class Message:
    """A message in its latest version.

    Attributes:
        at: seconds on the server's monotonic clock.
        by_bot: sent by the bot under test.
        source: the text or caption as sent, with its markup.
        media: `document` or `photo` as the Bot API returns it.
        file: content of the uploaded file.
        edits: how often it was edited.
    """

    message_id: int
    chat: Chat
    sender: Json | None
    by_bot: bool
    date: int
    at: float
    formatted: Formatted
    source: str
    parse_mode: str | None = None
    reply_markup: Json | None = None
    link_preview: Json | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    media: Json = field(default_factory=dict)
    file: bytes | None = None
    edits: int = 0
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False

    def json(self) -> Json:
        """As the Bot API returns it."""
        out: Json = {"message_id": self.message_id, "date": self.date, "chat": self.chat.json()}
        if self.chat.type == "channel":
            out["sender_chat"] = self.chat.json()
        elif self.sender is not None:
            out["from"] = self.sender
        if self.thread_id is not None:
            out["message_thread_id"] = self.thread_id
            out["is_topic_message"] = True
        replied = self.chat.messages.get(self.reply_to or 0)
        if replied is not None and not replied.deleted:
            out["reply_to_message"] = {
                key: value for key, value in replied.json().items() if key != "reply_to_message"
            }
        if self.edit_date is not None:
            out["edit_date"] = self.edit_date
        text, entities = ("caption", "caption_entities") if self.media else ("text", "entities")
        if self.formatted.text:
            out[text] = self.formatted.text
        if self.formatted.entities:
            out[entities] = list(self.formatted.entities)
        out.update(self.media)
        if self.link_preview:
            out["link_preview_options"] = self.link_preview
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            out["reply_markup"] = self.reply_markup
        return out


@dataclass(slots=True)
class Chat:
    """A conversation.

    Attributes:
        members: user id → status; the bot's own status is `bot_status`.
        started: the user of a private chat has written first.
        migrated_to: id of the supergroup that this group has become.
        read: how many of the bot's messages a test has taken with `wait_message`.
    """

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    person: Json | None = None
    is_forum: bool = False
    description: str | None = None
    members: dict[int, Status] = field(default_factory=dict)
    bot_status: Status = "member"
    topics: dict[int, Topic] = field(default_factory=dict)
    started: bool = True
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    by_bot: list[Message] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    read: int = 0

    @property
    def private(self) -> bool:
        """A chat with one person."""
        return self.type == "private"

    def json(self) -> Json:
        """The short form, as it stands in messages."""
        out: Json = {"id": self.id, "type": self.type}
        if self.person is not None:
            names = ("first_name", "last_name", "username")
            out.update({key: self.person[key] for key in names if key in self.person})
        if self.title is not None:
            out["title"] = self.title
        if self.username is not None:
            out["username"] = self.username
        if self.is_forum:
            out["is_forum"] = True
        return out

    def refusal(self) -> ApiError | None:
        """Why the bot cannot write here, None when it can."""
        if self.migrated_to is not None:
            return upgraded(self.migrated_to)
        if self.deactivated:
            return forbidden("user is deactivated")
        if self.blocked:
            return forbidden("bot was blocked by the user")
        if not self.started:
            return forbidden("bot can't initiate conversation with a user")
        if self.bot_status == "kicked":
            return forbidden(f"bot was kicked from the {self.type} chat")
        if self.bot_status == "left":
            return forbidden(f"bot is not a member of the {self.type} chat")
        if self.type == "channel" and self.bot_status != "administrator":
            return bad_request("need administrator rights in the channel chat")
        return None

    def check_thread(self, thread_id: int | None) -> None:
        """A topic that can be written to.

        Raises:
            ApiError: 400; the General topic has no id that could be sent.
        """
        if thread_id is None:
            return
        topic = self.topics.get(thread_id)
        if topic is None or thread_id == GENERAL_TOPIC:
            raise bad_request("message thread not found")
        if topic.closed and self.bot_status != "administrator":
            raise bad_request("TOPIC_CLOSED")

    def is_admin(self, user_id: int) -> bool:
        """Whether a member may change this chat."""
        return self.members.get(user_id) in ("creator", "administrator")
