"""Which store does an operator's address name?

file:///srv/sporades/files
s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-west-1
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from sporades.adapters.storage.bucket import Bucket
from sporades.adapters.storage.folder import Folder
from sporades.adapters.storage.store import Store

REGION = "us-east-1"  # what most servers that have none answer to


@lru_cache(maxsize=4)
def at(address: str, *, key: str, secret: str) -> Store:
    """The same one each time: its connections are kept. Raises ValueError."""
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return Folder(Path(unquote(parts.path)))
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    endpoint = asked.get("endpoint", "")
    if parts.scheme != "s3" or not parts.netloc or urlsplit(endpoint).scheme not in {"http", "https"}:
        raise ValueError("file:///folder, or s3://bucket/prefix?endpoint=https://host&region=name")
    prefix = parts.path.strip("/")
    return Bucket(
        name=parts.netloc,
        prefix=f"{prefix}/" if prefix else "",
        endpoint=endpoint,
        region=asked.get("region", REGION),
        key=key,
        secret=secret,
    )
