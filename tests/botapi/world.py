"""Everything the server knows: the bot, people, chats, open queries, menus, updates."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.botapi.api_table import load_table
from tests.botapi.chats import Chat, ChatType, Message, Status
from tests.botapi.entities import Formatted, parse
from tests.botapi.errors import Json, bad_request, misuse, too_many
from tests.botapi.faults import FaultScript
from tests.botapi.flood import FloodGate, FloodLimits, whole_seconds
from tests.botapi.journal import Delivery, Journal
from tests.botapi.updates import UpdateQueue
from tests.botapi.waiting import Signal


@dataclass(slots=True)
class Query:
    """A pressed button or an inline query, open until the bot answers.

    Attributes:
        chat_id: None for inline queries.
        answer: parameters of the bot's answer, None while there is none.
        missed: it was reported as unanswered.
    """

    id: str
    at: float
    chat_id: int | None
    answer: Json | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class UserFile:
    """A file that a person sent: `path` is where getFile says that it can be fetched."""

    path: str
    content: bytes


@dataclass(slots=True)
class Profile:
    """What the bot has set about itself.

    Attributes:
        commands: (scope, language) → menu.
        texts: (`name`, `description` or `short_description`, language) → text.
    """

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)


class World:
    """State of the server; the methods of the API are functions on it."""

    def __init__(self, token: str, limits: FloodLimits, *, privacy: bool) -> None:
        bot_id = int(token.split(":", 1)[0])
        self.token = token
        self.privacy = privacy
        self.bot: Json = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Test bot",
            "username": "diem_tin_test_bot",
        }
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.profile = Profile()
        self.journal = Journal()
        self.faults = FaultScript()
        self.gate = FloodGate(limits)
        self.changed = Signal()
        self.updates = UpdateQueue(self.changed, self.journal.violate)
        self.next_id = itertools.count(1).__next__
        self.files: dict[str, UserFile] = {}

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return time.monotonic()

    def person(self, user_id: int) -> Json:
        """The User object of somebody.

        Raises:
            KeyError: nobody was added by this id.
        """
        return self.bot if user_id == self.bot["id"] else self.people[user_id]

    def add_chat(
        self,
        chat_id: int,
        kind: ChatType,
        *,
        title: str,
        username: str | None = None,
        forum: bool = False,
        members: Mapping[int, Status] | None = None,
        bot_status: Status = "member",
    ) -> Chat:
        """A group, supergroup or channel with the bot in it."""
        if chat_id >= 0:
            raise ValueError("ids of groups and channels are negative")
        chat = Chat(
            chat_id,
            kind,
            title=title,
            username=username,
            is_forum=forum,
            members=dict(members or {}),
            bot_status=bot_status,
        )
        self.chats[chat_id] = chat
        return chat

    def find_chat(self, chat_id: int | str) -> Chat:
        """The chat with an id or @username.

        Raises:
            ApiError: 400, there is none.
        """
        if isinstance(chat_id, int):
            chat = self.chats.get(chat_id)
        else:
            if not chat_id.startswith("@"):
                raise misuse("chat not found", f"chat_id {chat_id!r} is neither id nor @username")
            chat = next(
                (
                    item
                    for item in self.chats.values()
                    if not item.private and item.username == chat_id[1:]
                ),
                None,
            )
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there.

        Raises:
            ApiError: 400 or 403 in the words that fit the reason.
        """
        chat = self.find_chat(chat_id)
        refusal = chat.refusal()
        if refusal is not None:
            raise refusal
        return chat

    def pass_gate(self, chat: Chat, *, paid: bool = False) -> None:
        """Count a message of the bot against the flood limits.

        Raises:
            ApiError: 429 and a violation, for limits and for promised waits alike.
        """
        now = self.now()
        wait = self.gate.wait(chat.id, private=chat.private, now=now, paid=paid)
        if wait > 0:
            held = self.gate.is_penalised(chat.id, now)
            reason = "sent before retry_after had passed" if held else "flood limit exceeded"
            raise too_many(whole_seconds(wait), violation=reason)
        self.gate.admit(chat.id, private=chat.private, now=now, paid=paid)

    def store(
        self,
        chat: Chat,
        formatted: Formatted,
        source: str,
        *,
        sender: Json | None = None,
        by_bot: bool = False,
        thread_id: int | None = None,
        reply_to: int | None = None,
        **rest: object,
    ) -> Message:
        """Put a message into a chat."""
        message = Message(
            message_id=self.next_id(),
            chat=chat,
            sender=sender,
            by_bot=by_bot,
            date=int(time.time()),
            at=self.now(),
            formatted=formatted,
            source=source,
            thread_id=thread_id,
            reply_to=reply_to,
            **rest,  # type: ignore[arg-type]  # the other fields of Message, by name
        )
        chat.messages[message.message_id] = message
        if by_bot:
            chat.by_bot.append(message)
            self.journal.deliveries.append(Delivery(message.at, chat.id, chat.private))
        self.changed.notify()
        return message

    def upload(self, name: str, content: bytes, media_type: str) -> Json:
        """Keep what a person sends; returns its `Document`."""
        number = self.next_id()
        file_id = f"BQAC-user-{number:08d}"
        self.files[file_id] = UserFile(f"documents/file_{number}", content)
        return {
            "file_id": file_id,
            "file_unique_id": f"AgAD{number:08d}",
            "file_name": name,
            "mime_type": media_type,
            "file_size": len(content),
        }

    def incoming(
        self,
        chat: Chat,
        text: str,
        sender: Json | None,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        media: Json | None = None,
    ) -> Message:
        """Store what a person wrote and queue its update, as far as the bot may see it."""
        message = self.store(
            chat,
            parse(text, None),
            text,
            sender=sender,
            thread_id=thread_id,
            reply_to=reply_to,
            media=media or {},
        )
        kind = "channel_post" if chat.type == "channel" else "message"
        if self._sees(chat, message):
            self.updates.push(kind, message.json())
        return message

    def _sees(self, chat: Chat, message: Message) -> bool:
        """In privacy mode a bot that is no administrator sees commands and replies to itself."""
        if chat.bot_status in ("left", "kicked"):
            return False
        in_group = chat.type in ("group", "supergroup")
        if not (in_group and self.privacy) or chat.bot_status == "administrator":
            return True
        replied = chat.messages.get(message.reply_to or 0)
        if replied is not None and replied.by_bot:
            return True
        if not message.source.startswith("/"):
            return False
        _, _, addressee = message.source.split(maxsplit=1)[0].partition("@")
        return addressee.lower() in ("", str(self.bot["username"]).lower())

    def set_bot_status(self, chat: Chat, status: Status, by: Json) -> None:
        """Change what the bot is in a chat and tell it (`my_chat_member`)."""
        old = "kicked" if chat.private and chat.blocked else chat.bot_status
        if chat.private:
            chat.blocked = status == "kicked"
        else:
            chat.bot_status = status
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.json(),
                "from": by,
                "date": int(time.time()),
                "old_chat_member": member_json(self.bot, old),
                "new_chat_member": member_json(self.bot, status),
            },
        )

    def tell_of_member(self, chat: Chat, user_id: int, old: Status, new: Status) -> None:
        """Queue `chat_member`, which only administrators get."""
        if chat.bot_status != "administrator" or user_id not in self.people:
            return
        user = self.people[user_id]
        self.updates.push(
            "chat_member",
            {
                "chat": chat.json(),
                "from": user,
                "date": int(time.time()),
                "old_chat_member": member_json(user, old),
                "new_chat_member": member_json(user, new),
            },
        )

    def open_query(self, chat_id: int | None) -> Query:
        """A new query with an id of its own."""
        query = Query(str(4_000_000_000 + self.next_id()), self.now(), chat_id)
        self.queries[query.id] = query
        return query

    def report_unanswered(self, older_than: float) -> None:
        """Record pressed buttons that have waited longer than `older_than` seconds."""
        now = self.now()
        for query in self.queries.values():
            overdue = query.answer is None and now - query.at > older_than
            if overdue and not query.missed and query.chat_id is not None:
                query.missed = True
                self.journal.violate(
                    "answerCallbackQuery", "a pressed button was not answered", query.chat_id
                )


def member_json(user: Json, status: str) -> Json:
    """A ChatMember object."""
    out: Json = {"user": user, "status": status}
    if status == "administrator":
        rights = load_table().types["ChatMemberAdministrator"].values()
        out.update({item.name: False for item in rights if item.required and item.name not in out})
        out["can_manage_chat"] = True
    elif status == "creator":
        out["is_anonymous"] = False
    elif status == "kicked":
        out["until_date"] = 0
    return out
