"""The table of the API and the validation that rests on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.botapi.api_table import TABLE_FILE, compact, load_table, write
from tests.botapi.errors import ApiError
from tests.botapi.validate import Upload, parse_params

FULL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "botapi" / "api_10.3.json"


@pytest.mark.skipif(not FULL.exists(), reason="the full description is not part of the repository")
def test_table_is_the_compact_form_of_the_full_description(tmp_path: Path) -> None:
    """`api_table.json` is what `compact` and `write` make of the full description."""
    write(compact(json.loads(FULL.read_text(encoding="utf-8"))), tmp_path / "table.json")
    assert (tmp_path / "table.json").read_text("utf-8") == TABLE_FILE.read_text("utf-8")


def test_every_type_that_is_named_is_described() -> None:
    """No field of any method or type refers to a type that the table does not know."""
    table = load_table()
    named = {
        kind.rpartition("Array of ")[2]
        for fields in (*table.methods.values(), *table.types.values())
        for field in fields.values()
        for kind in field.types
    }
    assert named - set(table.types) == {"String", "Integer", "Float", "Boolean"}


@given(method=st.sampled_from(sorted(load_table().methods)), name=st.text("xyz", min_size=9))
def test_unknown_parameter_is_refused_by_every_method(method: str, name: str) -> None:
    """A parameter that the method does not have is a violation that names it."""
    with pytest.raises(ApiError) as caught:
        parse_params(method, {name: "1"})
    assert repr(name) in (caught.value.violation or "")


KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("chat_id", None, "required parameter 'chat_id'"),
        ("text", None, "required parameter 'text'"),
        ("message_thread_id", "x1", "'x1' is not Integer"),
        ("disable_notification", "yes", "'yes' is not Boolean"),
        ("disable_notification", "1", "Boolean is expected"),
        ("text", Upload("a.txt", "text/plain", b"a"), "a file where none belongs"),
        ("entities", '{"type":"bold"}', "an array is expected"),
        ("entities", '[{"type":"bold","offset":0}]', "entities: [0]: MessageEntity lacks length"),
        ("entities", '[{"type":"bold","offset":"0","length":1}]', "[0].offset: Integer"),
        ("link_preview_options", '{"disabled":true}', "LinkPreviewOptions has no such field"),
        ("link_preview_options", '{"is_disabled":1}', "is_disabled: Boolean is expected"),
        ("reply_markup", '{"inline_keyboard":[[{"text":1}]]}', "inline_keyboard[0][0].text"),
        ("reply_markup", '{"inline_keyboard":[{"text":"a"}]}', "inline_keyboard[0]: an array"),
        ("reply_markup", "{", "is not InlineKeyboardMarkup"),
    ],
)
def test_wrong_parameter_is_named(name: str, value: str | Upload | None, reason: str) -> None:
    """What does not fit is refused with the path to it."""
    params: dict[str, str | Upload] = {"chat_id": "1", "text": "x"}
    params.pop(name, None)
    if value is not None:
        params[name] = value
    with pytest.raises(ApiError) as caught:
        parse_params("sendMessage", params)
    assert caught.value.code == 400
    assert reason in (caught.value.violation or "")


def test_right_parameters_become_typed_values() -> None:
    """Numbers, booleans and objects come out of form fields and out of a JSON body alike."""
    expected = {"chat_id": -5, "text": "12", "protect_content": True, "reply_markup": KEYBOARD}
    form = {"chat_id": "-5", "text": "12", "protect_content": "true"}
    assert parse_params("sendMessage", {**form, "reply_markup": json.dumps(KEYBOARD)}) == expected
    assert parse_params("sendMessage", expected) == expected


@pytest.mark.parametrize(
    ("scope", "fits"),
    [
        ({"type": "default"}, True),
        ({"type": "all_chat_administrators"}, True),
        ({"type": "chat", "chat_id": 5}, True),
        ({"type": "chat"}, False),
        ({"type": "default", "chat_id": 5}, False),
        ({"type": "everybody"}, False),
    ],
)
def test_union_is_decided_by_its_tag(scope: dict[str, object], fits: bool) -> None:
    """A command scope is checked against the type that its `type` names."""
    params = {"commands": "[]", "scope": json.dumps(scope)}
    if fits:
        assert parse_params("setMyCommands", params)["scope"] == scope
    else:
        with pytest.raises(ApiError):
            parse_params("setMyCommands", params)


def test_attachments_must_exist() -> None:
    """`attach://` needs a part of that name, and a part needs somebody who names it."""
    with pytest.raises(ApiError, match="attach://f names no part"):
        parse_params("sendDocument", {"chat_id": "1", "document": "attach://f"})
    upload = Upload("f", "text/plain", b"x")
    with pytest.raises(ApiError, match="unknown parameter 'g'"):
        parse_params("sendDocument", {"chat_id": "1", "document": upload, "g": upload})
    parse_params("sendDocument", {"chat_id": "1", "document": "attach://g", "g": upload})
