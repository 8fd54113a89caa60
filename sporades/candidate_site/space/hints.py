"""What stands under each piece in the list of what there is to do? What to prepare, what was given, by when."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from sporades.registrations.queries.deposits import DepositSeen
from sporades.registrations.queries.space import Head, PieceSeen, Seen
from sporades.rules.pieces import PieceState


def hint_of(piece: PieceSeen, seen: Seen) -> str:
    return _to_sign(piece, seen) or _HINTS[PieceState(piece.state)](piece, seen.version)


def _to_sign(piece: PieceSeen, seen: Seen) -> str:
    """What is said of a confirmation that may be signed on screen, while nothing was given."""
    if piece.state != PieceState.EXPECTED or piece.is_past_due or not is_signed_here(seen, piece):
        return ""
    return _("Version %(version)s, à relire et à signer à l’écran. Au plus tard le %(due)s.") % {
        "version": seen.version,
        "due": piece.due_short,
    }


def is_signed_here(seen: Head, piece: PieceSeen) -> bool:
    """Whether this piece can be given by signing on screen."""
    return seen.signs_online and piece.is_confirmation and piece.takes_deposit


def _expected(piece: PieceSeen, version: int) -> str:
    if piece.is_stale:
        return _("Version %(version)s à signer : votre dépôt portait une version plus ancienne.") % {
            "version": version
        }
    if piece.is_past_due:
        return _past(piece)
    if piece.is_confirmation:
        return _(
            "Version %(version)s, à télécharger, dater, signer, puis photographier ou scanner. "
            "Au plus tard le %(due)s."
        ) % {"version": version, "due": piece.due_short}
    return _("Au plus tard le %(due)s.") % {"due": piece.due_short}


def _past(piece: PieceSeen) -> str:
    return _("La date limite était le %(due)s. Déposez quand même : le service décidera.") % {
        "due": piece.due
    }


def _given(piece: PieceSeen, version: int) -> str:
    if not piece.current:
        return ""
    if piece.is_to_sign_anew:
        return _(
            "Le code imprimé dit une autre version que la dernière. Déposez la version %(version)s, signée."
        ) % {"version": version}
    last = piece.current[0]
    said = _("Déposée le %(at)s.") % {"at": last.at}
    return f"{said} {scanning()}" if is_scanning(last) else said


def _accepted(piece: PieceSeen, version: int) -> str:
    if piece.takes_deposit:
        return _("Vous pouvez la remplacer, au plus tard le %(due)s.") % {"due": piece.due_short}
    return _given(piece, version)


def _late(piece: PieceSeen, version: int) -> str:
    return _("Déposée après la date limite, le %(due)s : le service décidera.") % {"due": piece.due}


def _refused(piece: PieceSeen, version: int) -> str:
    by = (
        _past(piece)
        if piece.is_past_due
        else _("À redonner au plus tard le %(due)s.") % {"due": piece.due_short}
    )
    return f"{piece.reason} {by}"


def _nothing(piece: PieceSeen, version: int) -> str:
    return ""


_HINTS: Mapping[PieceState, Callable[[PieceSeen, int], str]] = {
    PieceState.EXPECTED: _expected,
    PieceState.DEPOSITED: _given,
    PieceState.ACCEPTED: _accepted,
    PieceState.REFUSED: _refused,
    PieceState.LATE: _late,
    PieceState.WAIVED: _nothing,
    PieceState.NOT_NEEDED: _nothing,
}


def is_scanning(deposit: DepositSeen) -> bool:
    return any(file.scan == "quarantined" for file in deposit.files)


def scanning() -> str:
    return _("Analyse antivirus en cours : votre dépôt compte déjà.")
