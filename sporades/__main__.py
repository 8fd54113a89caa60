"""The command `sporades`: every task of the people who run the service."""

import os
import re
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sporades.config.settings")
    if sys.argv[1:2] == ["demo"]:
        _prepare_demonstration(sys.argv[2:])
    import django
    from django.core.management import execute_from_command_line

    from sporades.config import failures

    try:
        # The settings first: without them Django knows none of our commands, and says only that.
        django.setup()
        execute_from_command_line(sys.argv)
    except Exception as error:
        said = failures.sentence(error)
        if not said:
            raise
        sys.exit(said)


def _prepare_demonstration(arguments: list[str]) -> None:
    """The settings are read before the command is: what makes them a demonstration's is said here.

    Each starting instant has a folder of its own, so that none loses what was
    done in another.
    """
    at = arguments[arguments.index("--at") + 1] if "--at" in arguments[:-1] else ""
    folder = "-".join(["demo", *re.findall(r"\d+", at)])
    os.environ["SPORADES_DEMO"] = "1"
    os.environ.setdefault("SPORADES_DATA", str(Path(__file__).resolve().parents[1] / "var" / folder))


if __name__ == "__main__":
    main()
