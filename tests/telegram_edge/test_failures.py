"""From python-telegram-bot's exceptions to reactions."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram import error as telegram_error

from bot.errors import (
    ChatMigrated,
    ChatRefused,
    DeliveryError,
    EntitiesRefused,
    MessageRefused,
    NotSent,
    OutcomeUnknown,
    ThreadGone,
    Throttled,
    Unauthorized,
)
from bot.telegram_edge.failures import (
    delivery_error,
    is_edit_impossible,
    is_not_modified,
    is_query_expired,
)


def caused(
    error: telegram_error.TelegramError, cause: BaseException
) -> telegram_error.TelegramError:
    """`error` as raised `from cause`."""
    error.__cause__ = cause
    return error


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.mark.parametrize(
    ("raised", "reaction"),
    [
        (telegram_error.Forbidden("Forbidden: bot was blocked by the user"), ChatRefused),
        (telegram_error.Forbidden("Forbidden: user is deactivated"), ChatRefused),
        (telegram_error.Forbidden("bot was kicked from the supergroup chat"), ChatRefused),
        (telegram_error.BadRequest("Chat not found"), ChatRefused),
        (telegram_error.BadRequest("Not enough rights to send text messages"), ChatRefused),
        (telegram_error.BadRequest("Message thread not found"), ThreadGone),
        (telegram_error.BadRequest("Topic_closed"), ThreadGone),
        (telegram_error.BadRequest("Can't parse entities: unclosed tag"), EntitiesRefused),
        (telegram_error.BadRequest("Message is too long"), MessageRefused),
        (telegram_error.BadRequest("Message text is empty"), MessageRefused),
        (telegram_error.ChatMigrated(-1009), ChatMigrated),
        (telegram_error.InvalidToken("Unauthorized"), Unauthorized),
        (telegram_error.NetworkError("Bad Gateway"), OutcomeUnknown),
        (telegram_error.TimedOut(), OutcomeUnknown),
        (telegram_error.TelegramError("Invalid server response"), OutcomeUnknown),
    ],
)
def test_each_error_is_named_for_its_reaction(
    raised: telegram_error.TelegramError, reaction: type[DeliveryError]
) -> None:
    """Telegram's strings decide, without regard to case."""
    assert type(delivery_error(raised)) is reaction


@pytest.mark.parametrize(
    ("cause", "reaction"),
    [
        (httpx.ConnectError("refused"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
        (httpx.PoolTimeout("busy"), NotSent),
        (httpx.ProxyError("407"), NotSent),
        (httpx.ReadError("reset"), OutcomeUnknown),
        (httpx.ReadTimeout("hang"), OutcomeUnknown),
        (httpx.WriteError("reset"), OutcomeUnknown),
        (httpx.RemoteProtocolError("closed"), OutcomeUnknown),
    ],
)
def test_only_what_never_left_may_be_retried_blindly(
    cause: httpx.HTTPError, reaction: type[DeliveryError]
) -> None:
    """The cause under python-telegram-bot's NetworkError tells whether the request left."""
    assert type(delivery_error(caused(telegram_error.NetworkError("x"), cause))) is reaction
    assert type(delivery_error(caused(telegram_error.TimedOut(), cause))) is reaction


def test_the_wait_and_the_new_chat_are_carried_over() -> None:
    """What the server told is kept on the error."""
    throttled = delivery_error(telegram_error.RetryAfter(timedelta(seconds=17)))
    assert isinstance(throttled, Throttled)
    assert throttled.retry_after == 17
    migrated = delivery_error(telegram_error.ChatMigrated(-100777))
    assert isinstance(migrated, ChatMigrated)
    assert migrated.new_chat_id == -100777


def test_harmless_refusals_are_recognised() -> None:
    """An edit to the same text, a lost message and an old button are not failures."""
    same = telegram_error.BadRequest("Message is not modified: specified new message content …")
    lost = telegram_error.BadRequest("Message to edit not found")
    old = telegram_error.BadRequest(
        "Query is too old and response timeout expired or query id is invalid"
    )
    assert is_not_modified(same)
    assert is_edit_impossible(lost)
    assert is_query_expired(old)
    assert not any((is_not_modified(lost), is_edit_impossible(old), is_query_expired(same)))
