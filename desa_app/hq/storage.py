"""Where the bytes of files lie at headquarters: a folder, or a bucket of an S3-compatible service.

A file is there whole or not at all, on the disk when ``put`` returns, and never changes: its name is its digest.
"""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from desa_app import durable
from desa_app.errors import StorageUnusable
from desa_app.language import say

_NAME = re.compile(r"[0-9a-f]{64}\Z")
_GONE = {"404", "NoSuchKey", "NotFound"}


class Storage(Protocol):
    """The bytes of files by name. All raise StorageUnusable where the place fails: full, away, not allowed."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a whole file; what had the name before is replaced."""

    def read(self, name: str, first: int, count: int) -> bytes | None:
        """Bytes of a file from ``first``; None where there is no such file."""

    def drop(self, name: str) -> None:
        """Let a file go, if it is there."""

    def names(self) -> Iterator[str]:
        """All files that are there."""


def storage_at(url: str) -> Storage:
    """The storage at an address: a folder's path, ``file:///srv/desa`` or
    ``s3://bucket/prefix?endpoint=https://…&region=…`` (its credentials are found as boto3 finds them)."""
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc:
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return Bucket(parts.netloc, parts.path.strip("/"), options.get("endpoint"), options.get("region"))
    if parts.scheme == "file":
        return Folder(Path(unquote(parts.path)))
    if "://" in url or not url:
        raise StorageUnusable(name=url, why=say("alamatnya tidak dikenal", "no such kind of address"))
    return Folder(Path(url))


class Folder:
    """A folder with 256 folders in it, each file under its own name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        path = self._path(name)
        fresh = durable.beside(path)
        with self._designed_errors():
            self._make(path.parent)
            try:
                durable.write(fresh, content)
                durable.replace(fresh, path)
            finally:
                fresh.unlink(missing_ok=True)

    def read(self, name: str, first: int, count: int) -> bytes | None:
        with self._designed_errors():
            try:
                with self._path(name).open("rb") as file:
                    file.seek(first)
                    return file.read(count)
            except FileNotFoundError:
                return None

    def drop(self, name: str) -> None:
        with self._designed_errors():
            self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        with self._designed_errors():
            yield from sorted(path.name for path in self._folder.glob("??/*") if _NAME.match(path.name))

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _make(self, folder: Path) -> None:
        """Have a folder and its own name on the disk."""
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            durable.keep(folder.parent, folder.parent.parent)

    @contextlib.contextmanager
    def _designed_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageUnusable(name=str(self._folder), why=error.strerror or error) from error


class Bucket:
    """A bucket of an S3-compatible service: an object is there whole once the service has answered."""

    def __init__(self, bucket: str, prefix: str, endpoint: str | None, region: str | None) -> None:
        self._name = f"s3://{bucket}/{prefix}"
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        try:
            import boto3  # type: ignore[import-untyped, import-not-found, unused-ignore]
            from botocore.config import Config  # type: ignore[import-untyped, import-not-found, unused-ignore]
            from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped, import-not-found, unused-ignore]
        except ImportError as error:
            why = say("pasang desa-app[hq-s3]", "install desa-app[hq-s3]")
            raise StorageUnusable(name=self._name, why=why) from error
        self._failures: tuple[type[Exception], ...] = (BotoCoreError, ClientError)
        settings = Config(retries={"total_max_attempts": 3}, connect_timeout=10, read_timeout=60)
        with self._designed_errors():
            self._client: Any = boto3.client("s3", endpoint_url=endpoint, region_name=region, config=settings)

    def put(self, name: str, content: bytes) -> None:
        proof = base64.b64encode(bytes.fromhex(name)).decode()
        with self._designed_errors():
            self._client.put_object(Bucket=self._bucket, Key=self._key(name), Body=content, ChecksumSHA256=proof)

    def read(self, name: str, first: int, count: int) -> bytes | None:
        wanted = f"bytes={first}-{first + count - 1}"
        with self._designed_errors():
            try:
                found = self._client.get_object(Bucket=self._bucket, Key=self._key(name), Range=wanted)
                content: bytes = found["Body"].read()
            except self._failures as error:
                if _code(error) in _GONE:
                    return None
                raise
        return content

    def drop(self, name: str) -> None:
        with self._designed_errors():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def names(self) -> Iterator[str]:
        with self._designed_errors():
            listed = self._client.get_paginator("list_objects_v2")
            for page in listed.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for each in page.get("Contents", ()):
                    name = each["Key"].removeprefix(self._prefix).rpartition("/")[2]
                    if _NAME.match(name):
                        yield name

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name[:2]}/{name}"

    @contextlib.contextmanager
    def _designed_errors(self) -> Iterator[None]:
        try:
            yield
        except self._failures as error:
            raise StorageUnusable(name=self._name, why=_code(error) or type(error).__name__) from error


def _code(error: Exception) -> str:
    """The service's own word for a failure."""
    answer = getattr(error, "response", None) or {}
    return str(answer.get("Error", {}).get("Code", ""))
