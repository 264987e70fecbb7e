"""Both places where photos can be kept: a folder, and a bucket of an S3 store on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync_server.objects.bucket import Bucket
from sync_server.objects.folder import Folder
from tests.support.s3 import running_s3, with_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync_server.objects.places import Place
    from tests.support.s3 import RunningS3


@pytest.fixture(scope="session")
def s3() -> Iterator[RunningS3]:
    """An S3 store for the whole run."""
    with running_s3() as running:
        yield running


@pytest.fixture
def bucket(s3: RunningS3) -> Iterator[Bucket]:
    """An empty bucket; what is stored in it lies below a folder."""
    with with_environment(s3.environment):
        yield Bucket(s3.new_bucket(), "plant/one", plain_http=True)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of either kind."""
    if request.param == "folder":
        return Folder(tmp_path / "photos here")
    bucket: Bucket = request.getfixturevalue("bucket")
    return bucket
