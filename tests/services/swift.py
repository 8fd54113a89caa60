"""A real S3 server: OpenStack Swift from Debian, its four services and its s3api, for as long as a test runs.

It verifies signatures, as no imitation does. One disk, one copy of each object:
what is proved here is our talk with an S3 server, not how Swift keeps three.
"""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests.services import privately

KEY, SECRET = "test:tester", "testing"
BUCKET = "sporades"
REGION = "us-east-1"
STORES = ("account", "container", "object")

COMMON = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
user = {user}
"""
STORE = """
[pipeline:main]
pipeline = {store}-server
[app:{store}-server]
use = egg:swift#{store}
"""
PROXY = f"""
[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth bulk slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:s3api]
use = egg:swift#s3api
location = {REGION}
[filter:tempauth]
use = egg:swift#tempauth
user_{KEY.replace(":", "_")} = {SECRET} .admin
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
"""


@dataclass
class Swift:
    folder: Path
    port: int
    command: list[str]
    user: str | None

    @property
    def address(self) -> str:
        return f"s3://{BUCKET}/files?endpoint=http://127.0.0.1:{self.port}&region={REGION}"

    def objects(self) -> list[Path]:
        """Each object as it lies on Swift's disk."""
        return sorted((self.folder / "devices").glob("*/objects/**/*.data"))

    @contextmanager
    def answering(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Its door is open: outside of this, whoever knocks is refused."""
        with privately.running(
            self.command,
            ready=lambda: privately.listens(("127.0.0.1", self.port)),
            said=self.folder / "proxy.log",
            user=self.user,
        ) as door:
            yield door


@contextmanager
def swift() -> Iterator[Swift]:
    """Its stores run; its door opens with `answering`."""
    with privately.folder("swift") as folder, ExitStack() as servers:
        ports = {store: privately.free_port() for store in STORES}
        (folder / "devices" / "one").mkdir(parents=True)
        (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = tests\n")
        for store, port in ports.items():
            _ring(folder, store, port)
        door = Swift(folder, privately.free_port(), [], privately.unprivileged())
        door.command = _server(folder, "proxy", door.port, PROXY)
        commands = {
            store: _server(folder, store, port, STORE.format(store=store)) for store, port in ports.items()
        }
        privately.give_away(folder)
        for store, command in commands.items():
            servers.enter_context(
                privately.running(
                    command,
                    ready=lambda store=store: privately.listens(("127.0.0.1", ports[store])),
                    said=folder / f"{store}.log",
                    user=door.user,
                )
            )
        yield door


def make_bucket(swift: Swift) -> None:
    """What an operator does once, with a tool of theirs: the service makes none."""
    client(swift).create_bucket(Bucket=BUCKET)


def client(swift: Swift) -> Any:
    """Another client of the same server, as whoever holds its keys has one."""
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{swift.port}",
        region_name=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}),
    )


def _ring(folder: Path, store: str, port: int) -> None:
    """Where each part of the space of names lies: all of it on our one disk."""
    builder = str(folder / f"{store}.builder")
    for arguments in (
        ["create", "4", "1", "0"],
        ["add", f"r1z1-127.0.0.1:{port}/one", "1"],
        ["rebalance"],
    ):
        subprocess.run(["swift-ring-builder", builder, *arguments], check=True, stdout=subprocess.DEVNULL)


def _server(folder: Path, name: str, port: int, sections: str) -> list[str]:
    configuration = folder / f"{name}.conf"
    user = privately.unprivileged() or ""
    configuration.write_text(COMMON.format(port=port, folder=folder, user=user) + sections)
    return [f"swift-{name}-server", str(configuration), "--verbose"]
