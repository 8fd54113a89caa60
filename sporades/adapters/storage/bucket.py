"""How are sealed files kept in a bucket of any S3 server, and known to be there?

What is acknowledged to a candidate was read back, to the byte. Three traps. The
client's own checksums travel in a form that older servers store as content:
only what the protocol requires is sent, and the signature covers the SHA-256 of
the body, which the server checks. « Many at once » deletions need a header
that the client no longer sends: one at a time. A bucket that is missing answers
404 too: that is the store's fault, never a lost file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sporades.adapters.storage.store import KEY, FileIsMissing, Kept, StoreIsAway, place_of

# Seconds. Two tries at most, so that somebody who deposits reads our sentence before their browser gives up.
CONNECT, ANSWER, TRIES = 3, 15, 2


@dataclass(frozen=True)
class Bucket:
    name: str
    prefix: str  # empty, or ends with a slash
    endpoint: str
    region: str
    key: str
    secret: str = field(repr=False)

    def write(self, key: str, sealed: bytes) -> None:
        with _answering():
            self._client.put_object(Bucket=self.name, Key=self._place(key), Body=sealed)
        try:
            is_there = self.read(key) == sealed
        except FileIsMissing:
            is_there = False
        if not is_there:
            raise StoreIsAway(f"{key}: the bucket does not give back what it took")

    def read(self, key: str) -> bytes:
        with _answering():
            answer = self._client.get_object(Bucket=self.name, Key=self._place(key))
            content: bytes = answer["Body"].read()
            return content

    def erase(self, key: str) -> None:
        with _answering():
            self._client.delete_object(Bucket=self.name, Key=self._place(key))

    def everything(self) -> Iterator[Kept]:
        pages = self._client.get_paginator("list_objects_v2")
        with _answering():
            for page in pages.paginate(Bucket=self.name, Prefix=self.prefix):
                for found in page.get("Contents", ()):
                    key = found["Key"].rpartition("/")[2]
                    if KEY.fullmatch(key) and found["Key"] == self._place(key):
                        yield Kept(key, found["LastModified"].astimezone(UTC))

    def discard_unfinished(self, before: datetime) -> int:
        """An object is whole, or it is not there."""
        return 0

    def _place(self, key: str) -> str:
        return self.prefix + place_of(key)

    @cached_property
    def _client(self) -> Any:
        # It takes a second to import: only where there is a bucket.
        import boto3
        from botocore.config import Config

        # Everything is said here: no file of a home, no address of the machine's cloud is asked for a key.
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path", "payload_signing_enabled": True},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=CONNECT,
                read_timeout=ANSWER,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Threads of one process of gunicorn, and then some.
                max_pool_connections=20,
            ),
        )


@contextmanager
def _answering() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as failure:
        if failure.response.get("Error", {}).get("Code") == "NoSuchKey":
            raise FileIsMissing from None
        raise StoreIsAway(str(failure)) from failure
    except BotoCoreError as failure:
        raise StoreIsAway(str(failure)) from failure
