"""Messages, buttons, files, menus and places, spoken by a real client."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.botapi.server import UNLIMITED, BotApiServer

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Xem thêm", callback_data="more 2")],
        [InlineKeyboardButton("Nguồn", url="https://tin.example/1")],
    ]
)


async def updates(bot: Bot) -> list[Update]:
    """Everything that waits, confirmed."""
    found = list(await bot.get_updates(timeout=0))
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1, timeout=0)
    return found


async def test_message_arrives_as_it_is_shown(server: BotApiServer, bot: Bot) -> None:
    """Text after parsing, markup as sent, entities, buttons and preview; the client agrees."""
    lan = server.add_user(1001)
    sent = await bot.send_message(
        1001,
        "<b>Đất</b> &amp; nước",
        parse_mode=ParseMode.HTML,
        reply_markup=KEYBOARD,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    seen = await lan.wait_message()
    assert (seen.text, seen.html) == ("Đất & nước", "<b>Đất</b> &amp; nước")
    assert seen.entities == ({"type": "bold", "offset": 0, "length": 3},)
    assert [[button.text for button in row] for row in seen.buttons] == [["Xem thêm"], ["Nguồn"]]
    assert seen.button("Nguồn").url == "https://tin.example/1"
    assert (seen.silent, seen.link_preview) == (True, {"is_disabled": True})
    assert (sent.message_id, sent.text, sent.reply_markup) == (
        seen.message_id,
        seen.text,
        KEYBOARD,
    )
    assert sent.from_user is not None
    assert sent.from_user.id == bot.id
    assert server.violations == []


async def test_command_of_a_person_reaches_the_bot(server: BotApiServer, bot: Bot) -> None:
    """An incoming command has its bot_command entity and its sender."""
    lan = server.add_user(1001, first_name="Lan", language_code="vi")
    await lan.send("/tim giao ban")
    (update,) = await updates(bot)
    assert update.message is not None
    assert update.message.parse_entities(["bot_command"]).popitem()[1] == "/tim"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "vi"


async def test_edits(server: BotApiServer, bot: Bot) -> None:
    """Text and keyboard change; an edit that changes nothing is `message is not modified`."""
    lan = server.add_user(1001)
    sent = await bot.send_message(1001, "một", reply_markup=KEYBOARD)
    first = await lan.wait_message()
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_text("một", 1001, sent.message_id, reply_markup=KEYBOARD)
    with pytest.raises(BadRequest, match="essage is not modified"):
        await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("<i>hai</i>", 1001, sent.message_id, parse_mode="HTML")
    assert not isinstance(edited, bool)
    second = await lan.wait_edit(first)
    assert (second.text, second.buttons, second.edits) == ("hai", (), 1)
    await bot.edit_message_reply_markup(1001, sent.message_id, reply_markup=KEYBOARD)
    assert (await lan.wait_edit(second)).buttons == first.buttons
    assert server.violations == []


async def test_only_own_messages_can_be_edited(server: BotApiServer, bot: Bot) -> None:
    """A message that is not there is 400; somebody else's is a violation too."""
    lan = server.add_user(1001)
    theirs = await lan.send("xin chào")
    with pytest.raises(BadRequest, match="essage to edit not found"):
        await bot.edit_message_text("x", 1001, 999)
    assert server.violations == []
    with pytest.raises(BadRequest, match="essage can't be edited"):
        await bot.edit_message_text("x", 1001, theirs)
    assert [item.reason for item in server.violations] == ["editing somebody else's message"]


async def test_deleted_message_is_gone(server: BotApiServer, bot: Bot) -> None:
    """A message can be deleted once and is kept for the test to see."""
    server.add_user(1001)
    sent = await bot.send_message(1001, "một")
    await bot.delete_message(1001, sent.message_id)
    with pytest.raises(BadRequest, match="essage to delete not found"):
        await bot.delete_message(1001, sent.message_id)
    assert [item.deleted for item in server.messages(1001)] == [True]


async def test_pressed_button(server: BotApiServer, bot: Bot) -> None:
    """A press becomes a callback query that can be answered once, with a toast."""
    lan = server.add_user(1001)
    await bot.send_message(1001, "một", reply_markup=KEYBOARD)
    press = await lan.press(await lan.wait_message(), "Xem thêm")
    (update,) = await updates(bot)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("more 2", 1001)
    await asyncio.gather(query.answer("đang tải"), query.edit_message_text("trang 2"))
    assert (await press.answer()).text == "đang tải"
    assert server.messages(1001)[0].text == "trang 2"
    assert server.violations == []
    with pytest.raises(BadRequest, match="uery is too old"):
        await query.answer()
    assert [item.reason for item in server.violations] == ["the callback query was answered before"]
    with pytest.raises(BadRequest, match="uery is too old"):
        await bot.answer_callback_query("12345")
    assert server.violations[-1].reason == "no callback query has this id"


async def test_unanswered_press_is_a_violation() -> None:
    """A button whose spinner never stops is reported, at the latest when the server stops."""
    async with BotApiServer(limits=UNLIMITED) as server:
        lan = server.add_user(1001)
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            await bot.send_message(1001, "một", reply_markup=KEYBOARD)
        message = await lan.wait_message()
        press = await lan.press(message, "more 2")
        with pytest.raises(TimeoutError):
            await press.answer(timeout=0.01)
        await lan.press(message, "more 2")
        assert len(server.violations) == 1
        with pytest.raises(LookupError, match="no callback_data"):
            await lan.press(message, "Nguồn")
    assert {item.reason for item in server.violations} == {"a pressed button was not answered"}
    assert len(server.violations) == 2


async def test_files(server: BotApiServer, bot: Bot) -> None:
    """A document arrives with its name, bytes and caption, a photo with its bytes."""
    lan = server.add_user(1001)
    sent = await bot.send_document(
        1001,
        document="tít\n".encode(),
        filename="tin.txt",
        caption="<b>tin</b>",
        parse_mode=ParseMode.HTML,
    )
    seen = await lan.wait_message()
    assert (seen.document, seen.file, seen.text) == ("tin.txt", "tít\n".encode(), "tin")
    assert sent.document is not None
    assert sent.document.file_size == len("tít\n".encode())
    photo = await bot.send_photo(1001, photo=b"\x89PNG", caption="ảnh")
    assert photo.photo
    assert (await lan.wait_message()).file == b"\x89PNG"
    assert server.violations == []


async def test_a_file_of_a_person_is_fetched_by_its_address(
    server: BotApiServer,
) -> None:
    """The update names it, getFile tells its path, the path gives its bytes; others do not."""
    lan = server.add_user(1001)
    url = server.url
    async with Bot(server.token, f"{url}/bot", f"{url}/file/bot") as bot:
        await lan.send_document("nguon.opml", b"<opml/>", caption="/nguon opml")
        (update,) = await updates(bot)
        assert update.message is not None
        document = update.message.document
        assert document is not None
        assert (document.file_name, document.file_size) == ("nguon.opml", 7)
        assert update.message.caption == "/nguon opml"
        found = await bot.get_file(document.file_id)
        assert bytes(await found.download_as_bytearray()) == b"<opml/>"
        with pytest.raises(BadRequest, match="file_id"):
            await bot.get_file("BQAC-none")


async def test_menus_by_scope_and_language(server: BotApiServer, bot: Bot) -> None:
    """Each scope and language has a menu of its own; texts fall back to the usual one."""
    server.add_user(1001)
    vietnamese, english = [BotCommand("tim", "Tìm bài")], [BotCommand("search", "Search")]
    await bot.set_my_commands(vietnamese)
    await bot.set_my_commands(english, language_code="en")
    await bot.set_my_commands(english, scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands(english, scope=BotCommandScopeChat(1001))
    assert list(await bot.get_my_commands()) == vietnamese
    assert list(await bot.get_my_commands(language_code="en")) == english
    assert server.commands({"type": "all_group_chats"}) == [
        {"command": "search", "description": "Search"}
    ]
    await bot.delete_my_commands(language_code="en")
    assert server.commands(language="en") == []
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands(english, scope=BotCommandScopeChat(4))
    await bot.set_my_description("Bot đọc tin")
    await bot.set_my_short_description("Tin", language_code="vi")
    await bot.set_my_name("Điểm Tin")
    assert (await bot.get_my_description("en")).description == "Bot đọc tin"
    assert (await bot.get_my_short_description()).short_description == ""
    assert (await bot.get_my_name()).name == "Điểm Tin"
    assert server.violations == []


async def test_privacy_in_groups(server: BotApiServer, bot: Bot) -> None:
    """A member sees commands for it and replies to it; an administrator sees everything."""
    server.add_user(1001)
    group = server.add_group(-5001, members={1001: "administrator"})
    own = await bot.send_message(-5001, "chào nhóm")
    await group.send("chuyện riêng", from_user=1001)
    await group.send("/help@other_bot", from_user=1001)
    await group.send("/help", from_user=1001)
    await group.send(f"/tim@{bot.username} giao ban", from_user=1001)
    await group.send("cảm ơn", from_user=1001, reply_to=own.message_id)
    seen = [update.message.text for update in await updates(bot) if update.message]
    assert seen == ["/help", f"/tim@{bot.username} giao ban", "cảm ơn"]
    await group.set_bot("administrator", by=1001)
    await group.send("chuyện riêng", from_user=1001)
    member, message = await updates(bot)
    assert member.my_chat_member is not None
    assert member.my_chat_member.new_chat_member.status == "administrator"
    assert message.message is not None


async def test_forum_topics(server: BotApiServer, bot: Bot) -> None:
    """A message goes to its topic; a closed or deleted topic, or any topic elsewhere, is 400."""
    server.add_user(1001)
    forum = server.add_supergroup(-100200, forum=True, members={1001: "member"})
    topic = forum.add_topic("Tin tuần")
    await forum.send("/help", from_user=1001, thread_id=topic)
    (update,) = await updates(bot)
    assert update.message is not None
    assert (update.message.message_thread_id, update.message.is_topic_message) == (topic, True)
    await bot.send_message(-100200, "một", message_thread_id=topic)
    assert (await forum.wait_message()).thread_id == topic
    forum.close_topic(topic)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(-100200, "hai", message_thread_id=topic)
    forum.delete_topic(topic)
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(-100200, "hai", message_thread_id=topic)
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(-100200, "hai", message_thread_id=1)
    assert server.violations == []


async def test_channel(server: BotApiServer, bot: Bot) -> None:
    """Posts come as channel_post without a sender; without rights the bot cannot write."""
    server.add_user(1001)
    channel = server.add_channel(-100300, username="tin_tuan")
    post = await channel.send("/help")
    await channel.edit(post, "/start")
    new, edited = await updates(bot)
    assert new.channel_post is not None
    assert new.channel_post.from_user is None
    assert edited.edited_channel_post is not None
    await bot.send_message("@tin_tuan", "bản tin")
    assert (await channel.wait_message()).text == "bản tin"
    await channel.set_bot("member", by=1001)
    with pytest.raises(BadRequest, match="eed administrator rights"):
        await bot.send_message(-100300, "bản tin")


async def test_people_who_cannot_be_written_to(server: BotApiServer, bot: Bot) -> None:
    """Not yet started, blocked, unblocked, deleted: each in the words of the real server."""
    lan = server.add_user(1001, started=False)
    with pytest.raises(Forbidden, match="bot can't initiate conversation"):
        await bot.send_message(1001, "một")
    await lan.send("/start")
    await bot.send_message(1001, "một")
    await lan.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1001, "hai")
    await lan.unblock()
    await bot.send_message(1001, "hai")
    lan.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(1001, "ba")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4, "ba")
    _, blocked, unblocked = await updates(bot)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None
    assert [item.text for item in lan.messages] == ["một", "hai"]


async def test_members_and_pins(server: BotApiServer, bot: Bot) -> None:
    """Roles, administrators, pins and leaving, as a bot asks for them."""
    server.add_user(1001)
    server.add_user(1002)
    members = {1001: "creator", 1002: "member"}
    group = server.add_group(-5001, title="Tổ tin", members=members)  # type: ignore[arg-type]  # literals
    assert (await bot.get_chat(-5001)).title == "Tổ tin"
    assert (await bot.get_chat_member(-5001, 1002)).status == "member"
    assert [item.user.id for item in await bot.get_chat_administrators(-5001)] == [1001]
    sent = await bot.send_message(-5001, "bản tin")
    with pytest.raises(BadRequest, match="ot enough rights"):
        await bot.pin_chat_message(-5001, sent.message_id)
    await group.set_bot("administrator", by=1001)
    await bot.pin_chat_message(-5001, sent.message_id)
    pinned = (await bot.get_chat(-5001)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await bot.leave_chat(-5001)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(-5001, "x")
    await group.set_bot("kicked", by=1001)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(-5001, "x")


async def test_inline_query(server: BotApiServer, bot: Bot) -> None:
    """Results of an inline query reach the person; their texts are parsed like messages."""
    lan = server.add_user(1001)
    typed = await lan.inline("giao ban")
    (update,) = await updates(bot)
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>x</b>", parse_mode=ParseMode.HTML)
    await update.inline_query.answer([InlineQueryResultArticle("1", "Bài 1", content)])
    assert [item["title"] for item in (await typed.answer())["results"]] == ["Bài 1"]
    assert server.violations == []
    bad = InputTextMessageContent("<br>", parse_mode=ParseMode.HTML)
    typed = await lan.inline("giao ban")
    (update,) = await updates(bot)
    assert update.inline_query is not None
    with pytest.raises(BadRequest, match="an't parse entities"):
        await update.inline_query.answer([InlineQueryResultArticle("1", "Bài 1", bad)])


async def test_reply_and_typing(server: BotApiServer, bot: Bot) -> None:
    """A reply refers to a message that exists; "typing" is no message."""
    lan = server.add_user(1001)
    question = await lan.send("giao ban")
    await bot.send_chat_action(1001, ChatAction.TYPING)
    await bot.send_message(1001, "một", reply_parameters=ReplyParameters(question))
    assert (await lan.wait_message()).reply_to == question
    with pytest.raises(BadRequest, match="essage to be replied not found"):
        await bot.send_message(1001, "hai", reply_parameters=ReplyParameters(999))
    assert len(lan.messages) == 1


async def test_wrong_token(server: BotApiServer) -> None:
    """A token of the right form is 401, another 404; both are InvalidToken to the client."""
    for token in ("123456:wrong", "nonsense"):
        with pytest.raises(InvalidToken):
            await Bot(token, base_url=f"{server.url}/bot").__aenter__()
    assert [item.code for item in server.requests] == [401, 404]
