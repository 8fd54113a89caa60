"""How do the two processes speak, when one of them may have become somebody else's?

A message is a length, a short JSON header, and the bytes that it announces.
Lengths are checked before anything is read, and nothing is ever unpickled:
the worst that a captured child can do is to answer something false.
"""

import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

_LENGTH = struct.Struct("!I")
LONGEST_HEADER = 64 * 1024
# Ten files of ten megabytes each, and room for what joining them adds.
LONGEST_BLOBS = 128 * 1024 * 1024


class Rubbish(ValueError):
    """What was received is no message."""


@dataclass(frozen=True, slots=True)
class Message:
    said: dict[str, Any]
    blobs: tuple[bytes, ...] = ()


def send(to: socket.socket, message: Message) -> None:
    header = json.dumps({"said": message.said, "blobs": [len(blob) for blob in message.blobs]}).encode()
    to.sendall(_LENGTH.pack(len(header)) + header)
    for blob in message.blobs:
        to.sendall(blob)


def receive(from_: socket.socket) -> Message:
    """The whole message; raise Rubbish if it is cut short, too long, or none."""
    (length,) = _LENGTH.unpack(_exactly(from_, _LENGTH.size))
    if length > LONGEST_HEADER:
        raise Rubbish("the header is too long")
    said, lengths = _header(_exactly(from_, length))
    return Message(said, tuple(_exactly(from_, size) for size in lengths))


def _header(text: bytes) -> tuple[dict[str, Any], list[int]]:
    try:
        header = json.loads(text)
        said, lengths = header["said"], header["blobs"]
    except (ValueError, TypeError, KeyError, RecursionError) as failure:
        raise Rubbish("the header is not one") from failure
    if not isinstance(said, dict) or not isinstance(lengths, list):
        raise Rubbish("the header is not one")
    if not all(type(size) is int and size >= 0 for size in lengths) or sum(lengths) > LONGEST_BLOBS:
        raise Rubbish("too much is announced")
    return said, lengths


def _exactly(from_: socket.socket, size: int) -> bytes:
    held = bytearray(size)
    rest = memoryview(held)
    while rest:
        got = from_.recv_into(rest)
        if not got:
            raise Rubbish("cut short")
        rest = rest[got:]
    return bytes(held)
