"""How does a PDF of ours bear a cachet, which every reader of PDF verifies without us?

A PAdES signature (baseline B-B) in an increment: what was drawn stands unchanged
in front of it, so that its hash proves the same thing as before. The cachet is
invisible and beside the sheet: nothing of the look changes, and what reads aloud
does not meet it.

pyHanko costs a second to load and a fiftieth to sign: the worker alone does.
"""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import serialization

from sporades.adapters import certificates, clocks
from sporades.adapters.certificates import SigningCertificate

FIELD = "Cachet"
# An object begins on a line of its own (ISO 19005-2, 6.1.9); typst ends a file without ending its line.
END_OF_LINE = b"\n"


class CannotAffix(Exception):
    """No key signs here and now, or what was given is no PDF of ours."""


@dataclass(frozen=True, slots=True)
class Affixed:
    increment: bytes  # what follows the bytes that were given
    sha256: str  # of both together
    certificate: str  # its fingerprint


def affix(content: bytes) -> Affixed:
    """The cachet of the newest key, on a PDF that has none. Raises CannotAffix."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    by = certificates.newest()
    if by is None:
        raise CannotAffix("no key is configured")
    if not by.certificate.not_valid_before_utc <= clocks.machine_now() < by.ends_at:
        raise CannotAffix("the certificate has ended, or has not begun")
    try:
        # pyHanko runs a loop of its own, which a loop of the caller's would not let in.
        with ThreadPoolExecutor(max_workers=1) as alone:
            whole = alone.submit(_signed, content, by).result()
    except (PdfError, SigningError, ValueError) as failure:
        raise CannotAffix(str(failure)) from failure
    if not whole.startswith(content):
        raise CannotAffix("what was drawn would no longer stand in front")
    return Affixed(whole[len(content) :], hashlib.sha256(whole).hexdigest(), by.fingerprint)


def _signed(content: bytes, by: SigningCertificate) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class Increment(IncrementalPdfFileWriter):  # type: ignore[misc, unused-ignore]
        def _update_meta(self) -> None:
            """The title, the dates, the claims of PDF/A and PDF/UA stay those of what was drawn."""

    class Signer(signers.PdfSigner):  # type: ignore[misc, unused-ignore]
        def register_extensions(self, *args: Any, **kwargs: Any) -> None:
            """PDF/A-2 is PDF 1.7: a file that says 2.0 is none."""

    spec = fields.SigFieldSpec(
        FIELD,
        readable_field_name=f"Cachet électronique de {by.owner}",
        # PDF/A wants it printable, PDF/UA wants it off the page: beside the sheet, it is both.
        invis_sig_settings=fields.InvisSigSettings(
            set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
        ),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=by.owner
    )
    signer = _signer(by)
    signed = Signer(meta, signer, new_field_spec=spec).sign_pdf(
        Increment(BytesIO(content + END_OF_LINE)), bytes_reserved=_room(by)
    )
    return bytes(signed.getbuffer())


@cache
def _signer(by: SigningCertificate) -> Any:
    from asn1crypto import keys  # type: ignore[import-untyped]
    from asn1crypto import x509 as asn1
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if by.key is None:
        raise CannotAffix("this key signs no more")
    der = serialization.Encoding.DER
    private = by.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(asn1.Certificate.load(one.public_bytes(der)) for one in by.chain)
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(by.certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=registry,
    )


def _room(by: SigningCertificate) -> int:
    """Hexadecimal digits kept for the signature: without it, pyHanko signs twice to learn how many."""
    der = serialization.Encoding.DER
    return 2 * (1024 + sum(len(one.public_bytes(der)) for one in (by.certificate, *by.chain)))
