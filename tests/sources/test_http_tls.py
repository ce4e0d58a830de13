"""A CA bundle of a source, against a real TLS server whose chain nobody else knows."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest
from aiohttp import web

from bot.errors import NoAnswer
from bot.sources.answer import Fetched
from tests.sources.names import Names
from tests.sources.site import local_fetcher

NAME = "tin.example"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate of `NAME` and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    files = ["-days", "2", "-keyout", str(key), "-out", str(certificate)]
    try:
        command = ["openssl", "req", *options, *subject, *files]
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs openssl to make a certificate")
    return certificate, key


async def test_a_bundle_opens_its_own_source_and_no_other(pair: tuple[Path, Path]) -> None:
    """With the bundle the page is read; without it, or by another name, it is not."""
    certificate, key = pair
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(text="ok")

    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        port = runner.addresses[0][1]
        async with local_fetcher(resolver=Names("127.0.0.1")) as fetcher:
            url = f"https://{NAME}:{port}/a"
            fetched = await fetcher.fetch(url, ca_bundle=str(certificate))
            assert isinstance(fetched, Fetched)
            with pytest.raises(NoAnswer, match="certificate"):
                await fetcher.fetch(url)
            with pytest.raises(NoAnswer, match="certificate"):
                await fetcher.fetch(f"https://khac.example:{port}/a", ca_bundle=str(certificate))
    finally:
        await runner.cleanup()
