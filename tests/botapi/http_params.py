"""The parameters of an HTTP request, in each of the encodings that the Bot API takes."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from tests.botapi.errors import misuse
from tests.botapi.validate import Upload


async def read_params(request: web.Request) -> dict[str, Any]:
    """Query string and body together: text, `Upload`s, or any JSON value from a JSON body.

    Raises:
        ApiError: 400 for a body that is not what its content type says.
    """
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "multipart/form-data":
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise misuse("nested multipart or a part without a name")
            content = bytes(await part.read())
            if part.filename is None:
                params[part.name] = content.decode("utf-8")
            else:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                params[part.name] = Upload(part.filename, kind, content)
    elif request.content_type == "application/json":
        body = await request.read()
        try:
            decoded = json.loads(body) if body else {}
        except ValueError as error:
            raise misuse("can't parse JSON of the request") from error
        if not isinstance(decoded, dict):
            raise misuse("the body is no JSON object")
        params.update(decoded)
    else:
        try:
            params.update({name: str(value) for name, value in (await request.post()).items()})
        except UnicodeDecodeError as error:
            raise misuse("strings must be encoded in UTF-8") from error
    return params


def chat_of(params: dict[str, Any]) -> int | None:
    """The numeric chat id among raw parameters, None when there is none."""
    value = params.get("chat_id")
    try:
        return int(str(value)) if value is not None else None
    except ValueError:
        return None


def loggable(params: dict[str, Any]) -> dict[str, Any]:
    """Parameters for the request log: files by their names."""
    return {
        name: f"file {value.name}" if isinstance(value, Upload) else value
        for name, value in params.items()
    }
