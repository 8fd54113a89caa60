"""`sporades files verify`: is each stored file the one that was received; and what is wrong today?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sporades.adapters import clocks
from sporades.registrations.actions import checkups
from sporades.registrations.queries import alarms, files


class Command(BaseCommand):
    help = "Reads every stored file and names each one that is lost or changed; or says today's alarms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("verify", help="every file, whole, at once")
        acts.add_parser("status", help="what an officer is told; an error if there is an alarm")

    def handle(self, *, act: str, **options: Any) -> str:
        return _verified() if act == "verify" else _status()


def _verified() -> str:
    found = checkups.verify_all(machine_now=clocks.machine_now())
    faults = [f"{what}: {said}" for what, said in found["faults"].values()]
    if faults:
        raise CommandError("\n".join(faults))
    return f"{found['files']} files are those that were received"


def _status() -> str:
    found = alarms.alarms(now=clocks.legal_now(), machine_now=clocks.machine_now())
    if found:
        said = [f"{one.kind} since {one.since.isoformat(timespec='minutes')}: {one.files}" for one in found]
        raise CommandError("\n".join(said))
    return f"no alarm; {files.waiting_for_antivirus()} files wait for the antivirus"
