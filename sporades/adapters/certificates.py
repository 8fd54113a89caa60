"""Whose cachet do we affix, with which key, and until when?

Each file of `CACHETS` is in PEM: a certificate, then what issued it. The first one
holds its key too, of the curve P-256, and signs; the others are those it has taken
over from, kept because what they signed is still verified.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_CURVE = ec.SECP256R1()
# A self-signed certificate is made again before its end; nobody renews it by itself.
VALID_FOR = timedelta(days=3 * 365)
# Long enough to ask an authority for the next one.
SOON = timedelta(days=60)
_DEMONSTRATION = "DÉMONSTRATION SANS VALEUR - Sporades"


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """One certificate, with what it was issued by; `key` is None of one that signs no more."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: ec.EllipticCurvePrivateKey | None

    @property
    def owner(self) -> str:
        names = self.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else self.certificate.subject.rfc4514_string()

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def ends_at(self) -> datetime:
        return self.certificate.not_valid_after_utc

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def known() -> tuple[SigningCertificate, ...]:
    """Every certificate configured, the one that signs first; raises ImproperlyConfigured."""
    if not settings.CACHETS:
        return (_demonstration(),) if settings.SPORADES_LOCAL else ()
    return _read(tuple(settings.CACHETS))


def newest() -> SigningCertificate | None:
    """The one that signs, if it can."""
    first = next(iter(known()), None)
    return first if first is not None and first.key is not None else None


@cache
def _read(paths: tuple[Path, ...]) -> tuple[SigningCertificate, ...]:
    return tuple(read(path) for path in paths)


def read(path: Path) -> SigningCertificate:
    """A file in PEM: the certificate, what issued it, and the key of the one that signs."""
    try:
        content = path.read_bytes()
        certificate, *chain = x509.load_pem_x509_certificates(content)
        key = serialization.load_pem_private_key(content, None) if b"PRIVATE KEY" in content else None
    except OSError as error:
        raise ImproperlyConfigured(f"SPORADES_CACHETS: {path}: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"SPORADES_CACHETS: {path.name} cannot be read as a cachet") from error
    if key is not None and not (
        isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    ):
        raise ImproperlyConfigured(f"SPORADES_CACHETS: the key of {path.name} is not of the curve P-256")
    if key is not None and key.public_key() != certificate.public_key():
        raise ImproperlyConfigured(f"SPORADES_CACHETS: the key of {path.name} is not its certificate's")
    return SigningCertificate(certificate, tuple(chain), key)


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(_CURVE)


def key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def request(key: ec.EllipticCurvePrivateKey, owner: str) -> str:
    """What an authority is asked to certify (PKCS#10, in PEM)."""
    asked = x509.CertificateSigningRequestBuilder().subject_name(_name(owner))
    return asked.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def self_signed(
    key: ec.EllipticCurvePrivateKey,
    owner: str,
    *,
    begins: datetime,
    ends: datetime,
    serial: int | None = None,
) -> x509.Certificate:
    """A certificate that nobody vouches for: whoever verifies is given it otherwise."""
    usage = dict.fromkeys(_USAGES, False) | {"digital_signature": True, "content_commitment": True}
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(owner))
        .issuer_name(_name(owner))
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
    )
    # The same key, name and dates give the same certificate: that of the demonstration is kept nowhere.
    return made.sign(key, hashes.SHA256(), ecdsa_deterministic=True)


_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def _name(owner: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, owner)])


@cache
def _demonstration() -> SigningCertificate:
    """Of the demonstration and the tests: a key that everybody can make, under a name that says so."""
    number = int.from_bytes(hashlib.sha256(b"local cachet").digest(), "big") >> 1
    key = ec.derive_private_key(number, _CURVE)
    begins, ends = datetime(2024, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
    return SigningCertificate(self_signed(key, _DEMONSTRATION, begins=begins, ends=ends, serial=1), (), key)
