"""Verifies a proof of deposit without the service that gave it.

    python3 verify_proof.py preuve.json
    python3 verify_proof.py preuve.json --racines racines.json --fichier mon-scan.pdf

Only the standard library and `cryptography` (pip install cryptography). With
`--racines`, the file published at /preuves/racines.json, kept by anybody on any
later day: the root of the proof must be the one that was published. With
`--fichier`, that very file must be among those received.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

READS = "sporades-proof-1"


class Broken(Exception):
    """The proof does not prove; the message says which link failed, in French."""


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def verify(proof: dict[str, Any]) -> dict[str, Any]:
    """The entry that is proved; raises Broken."""
    if proof.get("format") != READS:
        raise Broken("Ce fichier n’est pas une preuve que cet outil sait lire.")
    head = _chained(proof["entries"])
    entry: dict[str, Any] = proof["entries"][0]
    details = proof["details"]
    if (
        details
        and sha256(details["salt"].encode() + b"\n" + canonical(details["content"])) != entry["details"]
    ):
        raise Broken("Les détails joints ne sont pas ceux qui ont été enregistrés.")
    if _climb(head, proof["path"]) != proof["statement"]["root"]:
        raise Broken("L’écriture n’est pas sous la racine de ce jour.")
    _signed(proof["statement"], proof["signature"], proof["public_key"])
    return entry


def _chained(entries: list[dict[str, Any]]) -> str:
    """The digest of the last entry, each of which carries the digest of the one before."""
    digest = None
    for entry in entries:
        if digest is not None and entry["previous"] != digest:
            raise Broken("Les écritures ne se suivent pas.")
        digest = sha256(canonical(entry))
    if digest is None:
        raise Broken("La preuve ne contient aucune écriture.")
    return digest


def _climb(leaf: str, path: list[list[str]]) -> str:
    at = hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest()
    for side, digest in path:
        other = bytes.fromhex(digest)
        at = hashlib.sha256(b"\x01" + (other + at if side == "left" else at + other)).digest()
    return at.hex()


def _signed(statement: dict[str, Any], signature: str, pem: str) -> None:
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Broken("La clé publique n’est pas du bon type.")
    try:
        key.verify(base64.b64decode(signature), canonical(statement), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Broken("La signature de la racine n’est pas celle de cette clé.") from None


def published(proof: dict[str, Any], roots: dict[str, Any]) -> None:
    """The root is among those published, under a published key; raises Broken."""
    days = {one["statement"]["day"]: one["statement"] for one in roots["roots"]}
    if days.get(proof["statement"]["day"]) != proof["statement"]:
        raise Broken("La racine de ce jour n’est pas celle qui est publiée.")
    if roots["keys"].get(proof["key"]) != proof["public_key"]:
        raise Broken("La clé de la signature n’est pas parmi celles qui sont publiées.")


def received(entry: dict[str, Any], file: Path) -> None:
    digest = sha256(file.read_bytes())
    if digest not in [one["sha256"] for one in entry["data"].get("files", [])]:
        raise Broken(f"{file.name} n’est pas l’un des fichiers reçus.")


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(
        description="Vérifie une preuve de dépôt, sans le service qui l’a donnée."
    )
    asked.add_argument("preuve", type=Path)
    asked.add_argument("--racines", type=Path, help="le fichier racines.json, tel que publié")
    asked.add_argument(
        "--fichier", type=Path, action="append", default=[], help="un fichier que vous aviez déposé"
    )
    said = asked.parse_args(words)
    try:
        proof = json.loads(said.preuve.read_text("utf-8"))
        entry = verify(proof)
        if said.racines:
            published(proof, json.loads(said.racines.read_text("utf-8")))
        for file in said.fichier:
            received(entry, file)
    except Broken as fault:
        print(f"La preuve ne tient pas. {fault}")
        return 1
    except (ValueError, KeyError, TypeError, IndexError) as unread:
        print(f"La preuve ne tient pas. Le fichier est incomplet ou abîmé ({type(unread).__name__}).")
        return 1
    print(_told(entry, proof, said.fichier, against_published=bool(said.racines)))
    return 0


def _told(entry: dict[str, Any], proof: dict[str, Any], files: list[Path], *, against_published: bool) -> str:
    digests = [one["sha256"] for one in entry["data"].get("files", [])]
    lines = [
        "La preuve tient.",
        f"Écriture n° {entry['position']} de l’inscription {entry['subject'][1]} : {entry['kind']}.",
        f"Reçue le {entry['at']} (temps universel).",
        *(f"Fichier reçu, empreinte SHA-256 : {digest}" for digest in digests),
        *(f"{file.name} est bien l’un d’eux, à l’octet près." for file in files),
        f"Scellée dans la racine du {proof['statement']['day']}, signée par la clé « {proof['key']} ».",
    ]
    if not against_published:
        lines.append("Reste à comparer cette clé à celle qui est publiée : --racines le fait.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
