"""`sporades cachet new|request|status`: the key and the certificate of the cachet on what we issue."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from sporades.adapters import certificates, clocks


class Command(BaseCommand):
    help = (
        "Makes a key with its certificate, or what an authority is asked to certify; says when each one ends."
    )
    # A first key is made before the service may start.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act, said in (
            ("new", "a key and a certificate that nobody vouches for, good for three years"),
            ("request", "a key, and the request (PKCS#10) for an authority; its answer goes behind the key"),
        ):
            made = acts.add_parser(act, help=said)
            made.add_argument("file", type=Path)
            made.add_argument(
                "--name", required=True, help="whose cachet it is, as readers of PDF will show it"
            )
        acts.add_parser(
            "status", help="whose, and until when; an error if one that signs ends within 60 days"
        )

    def handle(self, *, act: str, **options: Any) -> str:
        if act == "status":
            return _status()
        key, owner = certificates.new_key(), options["name"]
        if act == "request":
            _write(options["file"], certificates.key_pem(key))
            return certificates.request(key, owner)
        begins = clocks.machine_now()
        certificate = certificates.self_signed(
            key, owner, begins=begins, ends=begins + certificates.VALID_FOR
        )
        made = certificates.SigningCertificate(certificate, (), key)
        _write(options["file"], certificates.key_pem(key) + made.pem)
        return f"{made.owner}: {made.fingerprint}, until {made.ends_at:%Y-%m-%d}"


def _write(place: Path, content: str) -> None:
    """A new file that its owner alone reads; what is there already is never covered."""
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{place}: {error.strerror}") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)


def _status() -> str:
    try:
        known = certificates.known()
    except ImproperlyConfigured as said:
        raise CommandError(str(said)) from said
    lines = [
        f"{one.owner}: {one.fingerprint}, until {one.ends_at:%Y-%m-%d}{'' if one.key else ', signs no more'}"
        for one in known
    ]
    newest = certificates.newest()
    if newest is None:
        raise CommandError("\n".join([*lines, "no key signs"]))
    if newest.ends_at - clocks.machine_now() < certificates.SOON:
        raise CommandError("\n".join([*lines, "the certificate that signs ends within 60 days"]))
    return "\n".join(lines)
