"""Which updates wait for which."""

from __future__ import annotations

import asyncio

from telegram import InlineQuery, Update, User

from bot.telegram_edge.ordering import PerChatProcessor


def typed(number: int, user: int = 5) -> Update:
    """An inline query: what a user typed so far."""
    person = User(user, "Lan", is_bot=False)
    return Update(number, inline_query=InlineQuery(str(number), person, "x" * number, ""))


async def test_of_typed_letters_only_the_latest_is_answered() -> None:
    """While one answer is made, of those that come meanwhile only the last one is."""
    processor = PerChatProcessor()
    answered: list[int] = []
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def answer(number: int) -> None:
        begun.set()
        await go_on.wait()
        answered.append(number)

    first = asyncio.create_task(processor.do_process_update(typed(1), answer(1)))
    await begun.wait()
    later = [
        asyncio.create_task(processor.do_process_update(typed(n), answer(n))) for n in range(2, 60)
    ]
    other = asyncio.create_task(processor.do_process_update(typed(99, user=6), answer(99)))
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, *later, other)
    assert sorted(answered) == [1, 59, 99]


async def test_a_failure_lets_the_next_one_through() -> None:
    """An answer that fails leaves nothing behind."""
    processor = PerChatProcessor()
    answered: list[int] = []

    async def fail() -> None:
        raise RuntimeError("a defect")

    async def answer() -> None:
        answered.append(2)

    results = await asyncio.gather(
        processor.do_process_update(typed(1), fail()), return_exceptions=True
    )
    assert isinstance(results[0], RuntimeError)
    await processor.do_process_update(typed(2), answer())
    assert answered == [2]
