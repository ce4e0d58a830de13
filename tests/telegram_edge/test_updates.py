"""From updates to requests: what is meant for the bot, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.commands.request import Attachment, Request
from bot.telegram_edge.updates import BotName, request_from

ME = BotName(77, "DiemTinBot")
LAN = {"id": 5, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Lan"}
GROUP = {"id": -9, "type": "supergroup", "title": "Văn phòng"}
CHANNEL = {"id": -10, "type": "channel", "title": "Bản tin"}


def asked(message: dict[str, Any], kind: str = "message") -> Request | None:
    """The request in an update with this message."""
    text = message.get("text", "")
    if text.startswith("/"):
        length = len(text.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    update = Update.de_json({"update_id": 1, kind: {"message_id": 3, "date": 0, **message}}, None)
    return request_from(update, ME)


def test_a_private_text_is_a_request() -> None:
    """Whatever is written in private is meant for the bot."""
    request = asked({"chat": PRIVATE, "from": LAN, "text": "giao ban quy III"})
    assert request is not None
    assert (request.text, request.chat_id, request.language_code) == ("giao ban quy III", 5, "vi")
    assert request.chat_admin


def test_a_sticker_in_private_is_a_request_without_words() -> None:
    """It gets the short help instead of silence."""
    sticker = {
        "file_id": "a", "file_unique_id": "b", "width": 1, "height": 1,
        "is_animated": False, "is_video": False, "type": "regular",
    }  # fmt: skip
    request = asked({"chat": PRIVATE, "from": LAN, "sticker": sticker})
    assert request is not None
    assert request.text == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/help", "/help"),
        ("/tim@DiemTinBot giao ban", "/tim giao ban"),
        ("/tim@diemtinbot giao ban", "/tim giao ban"),
        ("/tim@OtherBot giao ban", None),
        ("chào cả nhà", None),
        ("@diemtinbot giao ban", "giao ban"),
        ("giao ban @DiemTinBot", "giao ban"),
        ("@DiemTinBotany giao ban", None),
    ],
)
def test_in_groups_only_what_is_addressed_to_the_bot_counts(
    text: str, expected: str | None
) -> None:
    """Commands of other bots and ordinary talk are left alone."""
    request = asked({"chat": dict(GROUP), "from": LAN, "text": text})
    assert (request.text if request else None) == expected
    assert request is None or not request.chat_admin


def test_an_answer_to_the_bot_in_a_group_is_a_request() -> None:
    """Replying to one of its messages addresses it."""
    answered = {
        "message_id": 2, "date": 0, "chat": GROUP, "text": "…",
        "from": {"id": 77, "is_bot": True, "first_name": "Điểm Tin"},
    }  # fmt: skip
    request = asked({"chat": GROUP, "from": LAN, "text": "giao ban", "reply_to_message": answered})
    assert request is not None
    assert request.text == "giao ban"


def test_an_anonymous_administrator_may_change_settings() -> None:
    """Telegram sends the group itself as the sender then."""
    request = asked(
        {
            "chat": GROUP,
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
            "sender_chat": GROUP,
            "text": "/dangky",
        }
    )
    assert request is not None
    assert request.chat_admin
    assert request.user_id is None


def test_a_channel_takes_commands_only() -> None:
    """The channel's own posts are not searches."""
    assert asked({"chat": CHANNEL, "text": "tin mới"}, "channel_post") is None
    request = asked({"chat": CHANNEL, "text": "/dangky"}, "channel_post")
    assert request is not None
    assert (request.chat_type, request.user_id, request.chat_admin) == ("channel", None, True)


def test_a_forum_topic_is_kept_and_a_reply_thread_is_not_one() -> None:
    """`message_thread_id` names a topic only when `is_topic_message` says so."""
    topic = asked(
        {
            "chat": {**GROUP, "is_forum": True},
            "from": LAN,
            "text": "/help",
            "message_thread_id": 12,
            "is_topic_message": True,
        }
    )
    thread = asked({"chat": GROUP, "from": LAN, "text": "/help", "message_thread_id": 12})
    assert topic is not None
    assert thread is not None
    assert (topic.thread_id, topic.subscriber_id) == (12, "-9:12")
    assert (thread.thread_id, thread.subscriber_id) == (None, "-9")


def test_a_pressed_button_is_its_command_line() -> None:
    """In groups a button gives no administrator's rights by itself."""
    update = Update.de_json(
        {
            "update_id": 1,
            "callback_query": {
                "id": "q",
                "from": LAN,
                "chat_instance": "c",
                "data": "xem abcdefghij 2",
                "message": {"message_id": 3, "date": 1, "chat": GROUP, "text": "…"},
            },
        },
        None,
    )
    request = request_from(update, ME)
    assert request is not None
    assert (request.text, request.pressed, request.chat_admin) == ("xem abcdefghij 2", True, False)


def test_other_updates_are_not_requests() -> None:
    """Edits in groups, service messages and the like stay unanswered."""
    assert asked({"chat": GROUP, "from": LAN, "new_chat_title": "Mới"}) is None
    assert asked({"chat": GROUP, "from": LAN, "text": "/help"}, "edited_message") is None
    moved = {"location": {"latitude": 1.0, "longitude": 1.0}}
    assert asked({"chat": PRIVATE, "from": LAN, **moved}, "edited_message") is None


def test_a_corrected_question_is_asked_again() -> None:
    """Who edits a typing mistake away wants an answer to what stands there now."""
    request = asked({"chat": PRIVATE, "from": LAN, "text": "giao ban"}, "edited_message")
    assert request is not None
    assert (request.text, request.pressed) == ("giao ban", False)


def test_a_document_comes_along_with_its_caption() -> None:
    """Its name and size are told, its bytes are not there yet; in groups its command addresses."""
    document = {
        "file_id": "f", "file_unique_id": "u", "file_name": "nguon.opml", "file_size": 9,
    }  # fmt: skip
    request = asked({"chat": PRIVATE, "from": LAN, "document": document})
    assert request is not None
    assert (request.text, request.file) == ("", Attachment("f", "nguon.opml", 9))
    command = {"type": "bot_command", "offset": 0, "length": 17}
    in_group = {
        "chat": GROUP, "from": LAN, "document": document,
        "caption": "/nguon@DiemTinBot opml", "caption_entities": [command],
    }  # fmt: skip
    request = asked(in_group)
    assert request is not None
    assert (request.text, request.file) == ("/nguon opml", Attachment("f", "nguon.opml", 9))
    assert asked({"chat": GROUP, "from": LAN, "document": document}) is None
