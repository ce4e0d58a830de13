"""Whether a group's digests are seen by a reviewer before they go out; part of /duyet, /caidat.

Whoever switches it on in the group is a reviewer, and so is every other administrator who does.
Channel posts and anonymous administrators have no name to write to: then the bot's curators are
the reviewers. A reviewer stays one until they leave, somebody says `/duyet tat`, or they lose their
rights in the group.
"""

from __future__ import annotations

from msgspec.structs import replace

from bot.commands.command import Context
from bot.commands.subscription import change
from bot.errors import UserError
from bot.messages.rich import Block, Button, ButtonRows, Line, Reply
from storage.models import Preferences, Subscriber
from storage.text import fold

MOST_REVIEWERS = 5
HOURS = (2, 6, 12, 24)
LONGEST = 72
_ON = frozenset({"bat", "on", "co"})
_OFF = frozenset({"tat", "off", "khong"})
_LEAVE = frozenset({"thoi", "leave"})
_SEND = frozenset({"gui", "send"})
_SKIP = frozenset({"boqua", "khonggui", "skip"})


def review_settings(context: Context, argument: str) -> Reply:
    """Show how it is, or set `bật`, `tắt`, `thôi`, a number of hours, `gửi`, `bỏ qua`.

    Raises:
        UserError: a private chat, nobody who could review, or none of these words.
    """
    if not context.in_group:
        raise UserError("review.groups_only")
    word = "".join(fold(argument[:40]).split())
    if not word:
        return _card(context, context.subscriber, saved=False)
    if word in _ON:
        return _saved(context, _switched_on(context))
    if word in _OFF:
        return _saved(context, {"review": False, "reviewers": ()})
    if word in _LEAVE:
        left = tuple(it for it in _wishes(context).reviewers if it != context.request.user_id)
        return _saved(context, {"reviewers": left})
    if word in _SEND | _SKIP:
        return _saved(context, {"review_unanswered": "send" if word in _SEND else "skip"})
    digits = word.removesuffix("gio").removesuffix("h")
    if digits.isascii() and digits.isdigit() and 1 <= int(digits[:4]) <= LONGEST:
        return _saved(context, {"review_hours": int(digits)})
    raise UserError("review.no_setting", word=argument[:40])


def _switched_on(context: Context) -> dict[str, object]:
    known, user_id = _wishes(context).reviewers, context.request.user_id
    if user_id is None:
        if not (known or context.settings.owner_ids | context.settings.curator_ids):
            raise UserError("review.nobody")
        return {"review": True}
    if user_id in known:
        return {"review": True}
    if len(known) >= MOST_REVIEWERS:
        raise UserError("review.too_many", count=str(MOST_REVIEWERS))
    return {"review": True, "reviewers": (*known, user_id)}


def _wishes(context: Context) -> Preferences:
    return context.subscriber.preferences if context.subscriber else Preferences()


def _saved(context: Context, changes: dict[str, object]) -> Reply:
    stored = change(context, lambda it: replace(it, preferences=replace(it.preferences, **changes)))
    return _card(context, stored, saved=True)


def _card(context: Context, subscriber: Subscriber | None, *, saved: bool) -> Reply:
    wishes = subscriber.preferences if subscriber else Preferences()
    lines: list[Line] = [
        context.line("review.setting_on" if wishes.review else "review.setting_off")
    ]
    if wishes.review:
        who = "review.by_people" if wishes.reviewers else "review.by_curators"
        lines.append(context.line(who, count=str(len(wishes.reviewers))))
        lines.append(
            context.line(f"review.then_{wishes.review_unanswered}", hours=str(wishes.review_hours))
        )
        lines.append(context.line("review.start_me"))
    return Reply(
        (Block(tuple(lines)),),
        buttons=_buttons(context, wishes),
        replace=context.request.pressed and saved,
        notice=context.text("settings.saved") if saved else None,
    )


def _buttons(context: Context, wishes: Preferences) -> ButtonRows:
    if not wishes.review:
        return ((context.button("button.review_on", "duyet bat"),),)
    hours = tuple(
        Button(label=context.text("review.hours", hours=str(it)), action=f"duyet {it}")
        for it in HOURS
    )
    other = "skip" if wishes.review_unanswered == "send" else "send"
    word = "boqua" if other == "skip" else "gui"
    return (
        hours,
        (context.button(f"button.review_then_{other}", f"duyet {word}"),),
        (
            context.button("button.review_me_too", "duyet bat"),
            context.button("button.review_off", "duyet tat"),
        ),
    )
