"""Who runs this service, in the words of its operator, and what have they not said yet?

`reference/service.toml` holds it. What is empty is shown as « à compléter par
l’exploitant », never guessed; the check of a deployment names each gap.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# What a service may do without: no address then exists, and no page promises one.
OPTIONAL = frozenset(["security.contact", "security.policy"])


@dataclass(frozen=True, slots=True)
class Service:
    """The sections of the file; an empty text is a gap."""

    sections: Mapping[str, Mapping[str, str]]

    def section(self, name: str) -> Mapping[str, str]:
        return self.sections[name]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what is still to be completed: « publisher.name »."""
        named = {
            f"{section}.{key}": said for section, rows in self.sections.items() for key, said in rows.items()
        }
        return tuple(name for name, said in named.items() if not said and name not in OPTIONAL)


def load(path: Path) -> Service:
    return Service(tomllib.loads(path.read_text("utf-8")))


@lru_cache(maxsize=4)
def service_in(directory: Path) -> Service:
    return load(directory / "service.toml")


def service() -> Service:
    return service_in(settings.REFERENCE_DIR)
