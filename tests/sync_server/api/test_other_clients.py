"""Programs that speak tus, unchanged, upload whole and resumed: tuspy and tus-js-client, to both places."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from checklists.protocol import routes
from sync_server.config import config_for
from sync_server.objects.opening import open_objects
from tests.support.ready_server import ReadyServer
from tests.support.s3 import running_s3, with_environment
from tests.support.sending import Tablet

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVER = Path(__file__).with_name("tus_js_client.cjs")
TUS_JS_CLIENT = "tus-js-client@4.3.1"
PART = 100_000
_INSTALL_SECONDS = 240
_UPLOAD_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Central:
    """A server, where its photos go, and a tablet that is let in."""

    server: ReadyServer
    photos: str
    tablet: Tablet

    @property
    def endpoint(self) -> str:
        return self.server.url + routes.UPLOADS

    def kill(self) -> None:
        """Kill the server and start it again."""
        self.server.end()
        self.server.start()

    def holds(self, data: bytes) -> bool:
        """Say whether the photo is in the store with just these bytes."""
        store = open_objects(config_for(self.server.folder, photos=self.photos))
        name = hashlib.sha256(data).hexdigest()
        return store.has(name) and store.read(name) == data


@pytest.fixture(scope="module", params=["folder", "bucket"])
def central(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    with contextlib.ExitStack() as stack:
        photos = ""
        if request.param == "bucket":
            s3 = stack.enter_context(running_s3())
            stack.enter_context(with_environment(s3.environment))
            photos = f"s3://{s3.new_bucket()}/plant"
        folder = tmp_path_factory.mktemp("central") / "data"
        server = stack.enter_context(ReadyServer(folder, photos=photos))
        client = stack.enter_context(httpx.Client(base_url=server.url))
        yield Central(server, photos, Tablet.enrolled(client, server.code()))


def photo(seed: int, size: int = 420_000) -> bytes:
    return b"\xff\xd8\xff\xe0" + random.Random(seed).randbytes(size - 4)  # noqa: S311 - the same every time


# -- tuspy -----------------------------------------------------------------------------------------------


def tuspy(central: Central, data: bytes, **options: Any) -> Any:
    client = TusClient(central.endpoint, headers=dict(central.tablet.headers))
    metadata = {"filename": "photo.jpg", "sha256": hashlib.sha256(data).hexdigest()}
    return client.uploader(file_stream=io.BytesIO(data), metadata=metadata, retry_delay=0, **options)


@pytest.mark.parametrize("options", [{}, {"chunk_size": PART}, {"chunk_size": PART, "upload_checksum": True}])
def test_tuspy_uploads_a_photo(central: Central, options: dict[str, Any]) -> None:
    data = photo(len(options))
    tuspy(central, data, **options).upload()
    assert central.holds(data)


def test_tuspy_goes_on_after_the_server_was_killed(central: Central) -> None:
    data = photo(10)
    first = tuspy(central, data, chunk_size=PART)
    first.upload(stop_at=2 * PART)
    central.kill()
    second = tuspy(central, data, chunk_size=PART, url=first.url)
    assert second.offset == 2 * PART
    second.upload()
    assert central.holds(data)


def test_tuspy_that_has_forgotten_its_upload_begins_anew(central: Central) -> None:
    data = photo(11)
    tuspy(central, data, chunk_size=PART).upload(stop_at=PART)
    tuspy(central, data).upload()
    assert central.holds(data)
    # And once more, although all of it is there.
    tuspy(central, data, chunk_size=PART).upload()
    assert central.holds(data)


def test_tuspy_is_told_of_other_bytes(central: Central) -> None:
    data = photo(12)
    uploader = tuspy(central, data)
    uploader.file_stream = io.BytesIO(data[:-1] + b"!")
    with pytest.raises(TusCommunicationError) as caught:
        uploader.upload()
    assert caught.value.status_code == 460
    assert not central.holds(data)


# -- tus-js-client ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tus-js-client, outside the tree."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("This test needs Node.js and npm, and they are not here.")
    folder = tmp_path_factory.mktemp("node")
    quiet = [
        "--no-save",
        "--no-package-lock",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefer-offline",
    ]
    try:
        run = subprocess.run(
            ["npm", "install", *quiet, "--prefix", str(folder), TUS_JS_CLIENT],
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            check=False,
        )
        said = "" if run.returncode == 0 else run.stderr
    except subprocess.TimeoutExpired:
        said = "npm did not end."
    if said and os.environ.get("CI"):
        pytest.fail(f"{TUS_JS_CLIENT} can't be installed:\n{said}", pytrace=False)
    if said:
        pytest.skip(f"{TUS_JS_CLIENT} can't be installed, as where there is no network: {said[-300:]}")
    return folder


@pytest.fixture
def js(central: Central, node_modules: Path, tmp_path: Path) -> JsClient:
    return JsClient(central, node_modules, tmp_path)


@dataclass(frozen=True, slots=True)
class JsClient:
    """tus-js-client in a process of its own."""

    central: Central
    folder: Path
    files: Path

    def upload(
        self, data: bytes, *, stop_after: int = 0, terminate: bool = False, **options: Any
    ) -> dict[str, Any]:
        file = self.files / "photo.jpg"
        file.write_bytes(data)
        name = hashlib.sha256(data).hexdigest()
        given = {
            "endpoint": self.central.endpoint,
            "headers": dict(self.central.tablet.headers),
            "metadata": {"filename": "photo.jpg", "filetype": "image/jpeg", "sha256": name},
            "chunkSize": PART,
            "retryDelays": [0, 100, 500, 1000, 3000],
            **options,
        }
        asked = {"file": str(file), "options": given, "stopAfter": stop_after, "terminate": terminate}
        run = subprocess.run(
            ["node", str(DRIVER), str(self.folder), json.dumps(asked)],
            capture_output=True,
            text=True,
            timeout=_UPLOAD_SECONDS,
            check=False,
            # It speaks with this machine alone, whatever a developer's machine is set to.
            env={**os.environ, "NO_PROXY": "*"},
        )
        assert run.returncode == 0, run.stderr
        result: dict[str, Any] = json.loads(run.stdout)
        return result


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"chunkSize": 10_000_000},
        {"chunkSize": 10_000_000, "uploadDataDuringCreation": True},
        {"uploadDataDuringCreation": True},
        {"overridePatchMethod": True},
    ],
    ids=["parts", "one part", "with creation", "first part with creation", "method in a header"],
)
def test_tus_js_client_uploads_a_photo(js: JsClient, options: dict[str, Any]) -> None:
    data = photo(100 + len(json.dumps(options)))
    assert js.upload(data, **options).get("done")
    assert js.central.holds(data)


def test_tus_js_client_goes_on_after_the_server_was_killed(js: JsClient) -> None:
    data = photo(20)
    first = js.upload(data, stop_after=2 * PART)
    assert first["stopped"] >= 2 * PART
    js.central.kill()
    second = js.upload(data, uploadUrl=first["url"])
    assert second == {"done": True, "url": first["url"]}
    assert js.central.holds(data)


def test_tus_js_client_that_has_forgotten_its_upload_begins_anew(js: JsClient) -> None:
    data = photo(21)
    js.upload(data, stop_after=PART)
    assert js.upload(data).get("done")
    assert js.upload(data).get("done")
    assert js.central.holds(data)


def test_tus_js_client_ends_an_upload(js: JsClient) -> None:
    data = photo(22)
    ended = js.upload(data, stop_after=PART, terminate=True)
    headers = {"Tus-Resumable": "1.0.0", **js.central.tablet.headers}
    assert httpx.head(ended["url"], headers=headers, trust_env=False).status_code == 404
    assert js.upload(data).get("done")
    assert js.central.holds(data)
