"""Methods about the bot itself and about chats: menus, descriptions, members, pins."""

from __future__ import annotations

import json
from typing import Any

from tests.botapi.errors import Json, bad_request, misuse
from tests.botapi.limits import check_commands, check_language, check_length
from tests.botapi.methods import Method
from tests.botapi.world import World, member_json

_TEXTS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _args: Json) -> Json:
    """getMe."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope(world: World, args: Json) -> tuple[str, str]:
    scope = args.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        world.find_chat(scope["chat_id"])
    return json.dumps(scope, sort_keys=True), check_language(args.get("language_code", ""))


def set_my_commands(world: World, args: Json) -> bool:
    """setMyCommands for a scope and a language."""
    check_commands(args["commands"])
    world.profile.commands[_scope(world, args)] = args["commands"]
    return True


def get_my_commands(world: World, args: Json) -> list[Json]:
    """getMyCommands of exactly this scope and language."""
    return world.profile.commands.get(_scope(world, args), [])


def delete_my_commands(world: World, args: Json) -> bool:
    """deleteMyCommands."""
    world.profile.commands.pop(_scope(world, args), None)
    return True


def _setter(what: str) -> Method:
    def set_text(world: World, args: Json) -> bool:
        text = args.get(what, "")
        check_length(what, text, _TEXTS[what])
        world.profile.texts[what, check_language(args.get("language_code", ""))] = text
        return True

    return set_text


def _getter(what: str) -> Method:
    def get_text(world: World, args: Json) -> Json:
        texts = world.profile.texts
        language = check_language(args.get("language_code", ""))
        usual = texts.get((what, "")) or (world.bot["first_name"] if what == "name" else "")
        return {what: texts.get((what, language)) or usual}

    return get_text


def get_chat(world: World, args: Json) -> Json:
    """getChat."""
    chat = world.find_chat(args["chat_id"])
    refusal = chat.refusal()
    if refusal is not None and not chat.private:
        raise refusal
    out: Json = {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.description:
        out["description"] = chat.description
    if chat.pinned:
        out["pinned_message"] = chat.messages[chat.pinned[-1]].json()
    return out


def get_chat_member(world: World, args: Json) -> Json:
    """getChatMember."""
    chat, user_id = world.find_chat(args["chat_id"]), args["user_id"]
    if user_id == world.bot["id"]:
        return member_json(world.bot, chat.bot_status)
    refusal = chat.refusal()
    if refusal is not None and not chat.private:
        raise refusal
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if chat.private:
        return member_json(world.people[user_id], "member")
    return member_json(world.people[user_id], chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, args: Json) -> list[Json]:
    """getChatAdministrators."""
    chat = world.open_chat(args["chat_id"])
    if chat.private:
        raise misuse("there are no administrators in the private chat")
    admins = [
        member_json(world.person(user_id), status)
        for user_id, status in chat.members.items()
        if chat.is_admin(user_id)
    ]
    if chat.bot_status == "administrator":
        admins.append(member_json(world.bot, "administrator"))
    return admins


def leave_chat(world: World, args: Json) -> bool:
    """leaveChat."""
    chat = world.open_chat(args["chat_id"])
    if chat.private:
        raise misuse("chat member status can't be changed in private chats")
    world.set_bot_status(chat, "left", world.bot)
    return True


def pin_chat_message(world: World, args: Json) -> bool:
    """pinChatMessage; in groups and channels it needs rights."""
    chat = world.open_chat(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to pin not found")
    if not chat.private and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
    return True


def _done(_world: World, _args: Json) -> Any:
    return True


PROFILE_METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "close": _done,
    "logOut": _done,
}
