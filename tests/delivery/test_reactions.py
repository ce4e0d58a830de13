"""The table of reactions, row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.delivery.reactions import (
    LONGEST_WAIT,
    NOT_SENT_LONGEST,
    UNKNOWN_DELAY,
    BlockChat,
    Effect,
    LeaveThread,
    MoveChat,
    Offline,
    PauseChat,
    StopAll,
    react,
    sent,
)
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
from storage.models import Delivery, DeliveryStatus
from tests.delivery.virtual_time import START

ROW = Delivery(
    id="2023-W39/-5:3#0",
    digest="2023-W39/-5:3",
    edition="e",
    part=0,
    subscriber="-5:3",
    chat_id=-5,
    thread_id=3,
    status=DeliveryStatus.SENDING,
    updated_at=START - timedelta(1),
)
PENDING, UNKNOWN = DeliveryStatus.PENDING, DeliveryStatus.UNKNOWN
FAILED, HELD = DeliveryStatus.FAILED, DeliveryStatus.HELD
NO_TOKEN = Unauthorized("no")


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.parametrize(
    ("error", "row", "status", "wait", "attempts", "effect"),
    [
        (NotSent("x"), ROW, PENDING, _seconds(2), 0, Offline(2.0)),
        (Throttled("x", 7.5), ROW, PENDING, _seconds(7.5), 0, PauseChat(7.5)),
        (Throttled("x", 1e9), ROW, PENDING, LONGEST_WAIT, 0, PauseChat(86_400.0)),
        (Throttled("x", -3.0), ROW, PENDING, None, 0, PauseChat(0.0)),
        (ChatRefused("x"), ROW, FAILED, None, 1, BlockChat("x")),
        (ChatMigrated("x", -9), ROW, PENDING, None, 0, MoveChat(-5, -9)),
        (ChatMigrated("x", -5), ROW, FAILED, None, 1, None),
        (ThreadGone("x"), ROW, PENDING, None, 0, LeaveThread("x")),
        (ThreadGone("x"), replace(ROW, thread_id=None), FAILED, None, 1, None),
        (EntitiesRefused("x"), ROW, PENDING, None, 0, None),
        (EntitiesRefused("x"), replace(ROW, as_plain=True), FAILED, None, 1, None),
        (MessageRefused("x"), ROW, FAILED, None, 1, None),
        (NO_TOKEN, ROW, PENDING, None, 0, StopAll(NO_TOKEN)),
        (OutcomeUnknown("x"), ROW, UNKNOWN, UNKNOWN_DELAY, 1, None),
        (OutcomeUnknown("x"), replace(ROW, resent=True), HELD, None, 1, None),
    ],
)
def test_each_error_has_its_reaction(
    error: DeliveryError,
    row: Delivery,
    status: DeliveryStatus,
    wait: timedelta | None,
    attempts: int,
    effect: Effect | None,
) -> None:
    """Status, wait, count and effect are those of the table; reason and time are kept."""
    reaction = react(row, error, START)
    assert reaction.row.status is status
    assert reaction.row.not_before == (None if wait is None else START + wait)
    assert reaction.row.attempts == attempts
    assert reaction.row.error
    assert reaction.row.updated_at == START
    assert reaction.row.resent == row.resent
    assert reaction.effect == effect


def test_what_changes_for_the_next_request() -> None:
    """Plain text, the new chat, the chat instead of its topic."""
    assert react(ROW, EntitiesRefused("x"), START).row.as_plain
    assert react(ROW, ChatMigrated("x", -9), START).row.chat_id == -9
    assert react(ROW, ThreadGone("x"), START).row.thread_id is None


def test_a_pause_grows_while_nothing_leaves() -> None:
    """Requests that do not leave are tried again more and more seldom, up to a bound."""
    waits = [
        (react(ROW, NotSent("x"), START, in_a_row=count).row.not_before or START) - START
        for count in range(1, 40)
    ]
    assert waits == sorted(waits)
    assert waits[0] < waits[1]
    assert waits[-1] == NOT_SENT_LONGEST


def test_every_delivery_error_is_in_the_table() -> None:
    """A new subclass of DeliveryError must be added to the test above and to the table."""
    known = {
        NotSent,
        Throttled,
        ChatRefused,
        ChatMigrated,
        ThreadGone,
        EntitiesRefused,
        MessageRefused,
        Unauthorized,
        OutcomeUnknown,
    }
    assert set(DeliveryError.__subclasses__()) == known


def test_a_reason_is_never_empty_nor_endless() -> None:
    """An error without words is named by its type; a page of HTML is cut."""
    assert react(ROW, MessageRefused(""), START).row.error == "MessageRefused"
    assert len(react(ROW, MessageRefused("x" * 9_000), START).row.error or "") == 300


def test_a_sent_row_knows_its_message() -> None:
    """Sent rows carry the message id and no reason."""
    row = sent(replace(ROW, error="before"), 77, START).row
    assert (row.status, row.message_id, row.error, row.attempts) == (
        DeliveryStatus.SENT,
        77,
        None,
        1,
    )
