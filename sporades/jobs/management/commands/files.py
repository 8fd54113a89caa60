"""`sporades files`: is each stored file the one that was received; what is wrong today; where do they go?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.adapters import clocks, storage
from sporades.jobs import copying
from sporades.records.queries import lists
from sporades.registrations.actions import checkups
from sporades.registrations.queries import alarms, files


class Command(BaseCommand):
    help = "Reads every stored file and names each one that is lost or changed; says today's alarms; copies them all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help="every file, whole, at once")
        acts.add_parser("status", help="what an officer is told; an error if there is an alarm")
        to = acts.add_parser("copy", help="every file to another store, before SPORADES_STORAGE names it")
        to.add_argument(
            "address", help="file:///folder, or s3://bucket/prefix?endpoint=https://host&region=name"
        )

    def handle(self, *, act: str, address: str = "", **options: Any) -> str:
        try:
            if act == "copy":
                return _copied(address)
            return _verified() if act == "verify" else _status()
        except storage.StoreIsAway as away:
            raise CommandError(f"The store does not answer: {away}") from away


def _verified() -> str:
    found = checkups.verify_all(machine_now=clocks.machine_now())
    faults = [f"{what}: {said}" for what, said in found["faults"].values()]
    if faults:
        raise CommandError("\n".join(faults))
    return f"{found['files']} files are those that were received"


def _status() -> str:
    found = alarms.alarms(now=clocks.legal_now(), machine_now=clocks.machine_now())
    said = [f"{one.kind} since {one.since.isoformat(timespec='minutes')}: {one.count}" for one in found]
    said += [
        f"purge {number} cannot be listed since {since.isoformat(timespec='minutes')}"
        for number, since in lists.unmade()
    ]
    if said:
        raise CommandError("\n".join(said))
    return f"no alarm; {files.waiting_for_antivirus()} files wait for the antivirus"


def _copied(address: str) -> str:
    try:
        made = copying.copy(address)
    except ValueError as error:
        raise CommandError(f"The address must be {error}") from error
    return f"{made.files} files copied, {made.there_already} were there"
