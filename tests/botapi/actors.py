"""The people and places that a test speaks through, and what they see of the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.botapi.bot_message import BotMessage, read
from tests.botapi.chats import Chat, Message, Status, Topic
from tests.botapi.entities import parse
from tests.botapi.errors import Json
from tests.botapi.world import Query, World


@dataclass(frozen=True, slots=True)
class Toast:
    """The answer to a pressed button; `text` is "" when it only stops the spinner."""

    text: str
    show_alert: bool
    url: str | None


class Press:
    """A pressed button that waits for its answer."""

    def __init__(self, world: World, query: Query) -> None:
        self._world = world
        self._query = query
        self.query_id = query.id

    async def answer(self, timeout: float = 5.0) -> Toast:  # noqa: ASYNC109 - tests state how long
        """What the bot answered.

        Raises:
            TimeoutError: it did not; that is a violation too.
        """
        found = await self._world.changed.until(lambda: self._query.answer, timeout)
        if found is None:
            self._world.report_unanswered(-1.0)
            raise TimeoutError(f"no answer to the pressed button within {timeout} s")
        return Toast(found.get("text", ""), found.get("show_alert", False), found.get("url"))


class InlineQuery:
    """An inline query that waits for its results."""

    def __init__(self, world: World, query: Query) -> None:
        self._world = world
        self._query = query

    @property
    def query_id(self) -> str:
        """Id of the inline query."""
        return self._query.id

    async def answer(self, timeout: float = 5.0) -> Json:  # noqa: ASYNC109 - tests state how long
        """Parameters of answerInlineQuery (`results`, `button`, `next_offset`, …).

        Raises:
            TimeoutError: the bot did not answer.
        """
        found = await self._world.changed.until(lambda: self._query.answer, timeout)
        if found is None:
            raise TimeoutError(f"no answer to the inline query within {timeout} s")
        return found


class _Conversation:
    """What private chats and places have in common."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        self.id = chat.id

    @property
    def messages(self) -> list[BotMessage]:
        """All messages of the bot here, deleted ones included."""
        return [read(item) for item in self.chat.by_bot]

    async def wait_message(self, timeout: float = 5.0) -> BotMessage:  # noqa: ASYNC109 - tests state how long
        """The next message of the bot that was not yet taken with this method.

        Raises:
            TimeoutError: there is none; says what the bot did instead.
        """

        def probe() -> Message | None:
            unread = self.chat.by_bot[self.chat.read :]
            return unread[0] if unread else None

        message = await self._wait(probe, timeout, "message")
        self.chat.read += 1
        return read(message)

    async def wait_edit(self, message: BotMessage, timeout: float = 5.0) -> BotMessage:  # noqa: ASYNC109 - tests state how long
        """`message` after it was edited (since it was read).

        Raises:
            TimeoutError: it was not.
        """
        stored = self.chat.messages[message.message_id]
        edited = await self._wait(
            lambda: stored if stored.edits > message.edits else None, timeout, "edit"
        )
        return read(edited)

    async def _wait(
        self, probe: Callable[[], Message | None], patience: float, what: str
    ) -> Message:
        found = await self._world.changed.until(probe, patience)
        if found is None:
            journal = self._world.journal
            recent = [(item.method, item.error) for item in journal.requests[-5:]]
            raise TimeoutError(
                f"no {what} in chat {self.id} within {patience} s; last requests: {recent}; "
                f"violations: {journal.violations[-3:]}"
            )
        return found

    def _press(self, message: BotMessage, label: str, by: Json) -> Press:
        button = message.button(label)
        if button.callback_data is None:
            raise LookupError(f"button {button.text!r} has no callback_data")
        query = self._world.open_query(self.id)
        self._world.updates.push(
            "callback_query",
            {
                "id": query.id,
                "from": by,
                "message": self.chat.messages[message.message_id].json(),
                "chat_instance": str(7_000_000 + abs(self.id)),
                "data": button.callback_data,
            },
        )
        return Press(self._world, query)

    def _edit(self, message_id: int, text: str, kind: str) -> int | None:
        message = self.chat.messages[message_id]
        message.formatted, message.source = parse(text, None), text
        message.edits += 1
        message.edit_date = int(time.time())
        return self._world.updates.push(kind, message.json())


class Person(_Conversation):
    """Somebody with a private chat with the bot."""

    def __init__(self, world: World, chat: Chat, user: Json) -> None:
        super().__init__(world, chat)
        self.user = user

    async def send(self, text: str, *, reply_to: int | None = None) -> int:
        """Write to the bot; returns the message id. The first message opens the chat."""
        self.chat.started = True
        if self.chat.blocked:
            self._world.set_bot_status(self.chat, "member", self.user)
        return self._world.incoming(self.chat, text, self.user, reply_to=reply_to).message_id

    async def send_document(
        self,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        media_type: str = "application/octet-stream",
    ) -> int:
        """Send the bot a file; returns the message id."""
        media = {"document": self._world.upload(name, content, media_type)}
        return self._world.incoming(self.chat, caption, self.user, media=media).message_id

    async def edit(self, message_id: int, text: str) -> None:
        """Edit an own message (`edited_message`)."""
        self._edit(message_id, text, "edited_message")

    async def press(self, message: BotMessage, label: str) -> Press:
        """Press a button by its text or callback_data; see `Press.answer`."""
        return self._press(message, label, self.user)

    async def inline(self, text: str, *, offset: str = "") -> InlineQuery:
        """Type `@bot text` somewhere; see `InlineQuery.answer`."""
        query = self._world.open_query(None)
        self._world.updates.push(
            "inline_query", {"id": query.id, "from": self.user, "query": text, "offset": offset}
        )
        return InlineQuery(self._world, query)

    async def block(self) -> None:
        """Block the bot: 403 from now on, and a `my_chat_member` update."""
        self._world.set_bot_status(self.chat, "kicked", self.user)

    async def unblock(self) -> None:
        """Allow the bot again."""
        self._world.set_bot_status(self.chat, "member", self.user)

    def deactivate(self) -> None:
        """Delete the account; the bot is not told."""
        self.chat.deactivated = True


class Place(_Conversation):
    """A group, supergroup or channel."""

    async def send(
        self,
        text: str,
        *,
        from_user: int | None = None,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Write something; returns the message id. Channels post without `from_user`."""
        sender = None if from_user is None else self._world.person(from_user)
        if (sender is None) != (self.chat.type == "channel"):
            raise ValueError("groups need from_user, channels post without it")
        if thread_id is not None and thread_id not in self.chat.topics:
            raise ValueError(f"no topic {thread_id}")
        return self._world.incoming(
            self.chat, text, sender, thread_id=thread_id, reply_to=reply_to
        ).message_id

    async def edit(self, message_id: int, text: str) -> None:
        """Edit a member's message or a channel post."""
        channel = self.chat.type == "channel"
        self._edit(message_id, text, "edited_channel_post" if channel else "edited_message")

    async def press(self, message: BotMessage, label: str, *, from_user: int) -> Press:
        """Press a button by its text or callback_data."""
        return self._press(message, label, self._world.person(from_user))

    async def set_bot(self, status: Status, *, by: int) -> None:
        """Add, promote, demote or remove (`kicked`) the bot; sends `my_chat_member`."""
        self._world.set_bot_status(self.chat, status, self._world.person(by))

    def set_member(self, user_id: int, status: Status) -> None:
        """Change what somebody is here; a bot that is an administrator gets `chat_member`."""
        old = self.chat.members.get(user_id, "left")
        self.chat.members[user_id] = status
        self._world.tell_of_member(self.chat, user_id, old, status)

    def add_topic(self, name: str) -> int:
        """Open a forum topic; returns its thread id."""
        if not self.chat.is_forum:
            raise ValueError("only forums have topics")
        thread_id = self._world.next_id() + 1
        self.chat.topics[thread_id] = Topic(name)
        return thread_id

    def close_topic(self, thread_id: int, *, closed: bool = True) -> None:
        """Close or reopen a topic."""
        self.chat.topics[thread_id].closed = closed

    def delete_topic(self, thread_id: int) -> None:
        """Delete a topic; writing there answers `message thread not found`."""
        del self.chat.topics[thread_id]

    async def migrate(self, new_id: int) -> Place:
        """Turn this group into a supergroup; both service messages are sent."""
        old, world = self.chat, self._world
        new = world.add_chat(
            new_id,
            "supergroup",
            title=old.title or "",
            members=old.members,
            bot_status=old.bot_status,
        )
        by = world.person(next(iter(old.members), world.bot["id"]))
        for chat, key, other in (
            (old, "migrate_to_chat_id", new_id),
            (new, "migrate_from_chat_id", old.id),
        ):
            message = world.store(chat, parse("", None), "", sender=by)
            world.updates.push("message", {**message.json(), key: other})
        old.migrated_to = new_id
        return Place(world, new)
