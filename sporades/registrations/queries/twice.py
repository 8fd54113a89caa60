"""Was this very file given before? Somebody who takes the recto twice does not see it on a telephone."""

from sporades.registrations.models import Deposit, File


def given_before(deposit: Deposit) -> list[str]:
    """The names of the files of a deposit that are byte for byte another file of this registration."""
    files = list(deposit.files.order_by("position"))
    others = File.objects.filter(
        deposit__piece__registration=deposit.piece.registration_id,
        deposit__recorded_at__lte=deposit.recorded_at,
        sha256__in=[file.sha256 for file in files],
    ).exclude(deposit=deposit)
    if deposit.piece.registration.unseen:
        others = others.exclude(deposit__piece__kind__in=deposit.piece.registration.unseen)
    seen, again = set(others.values_list("sha256", flat=True)), []
    for file in files:
        if file.sha256 in seen:
            again.append(file.name)
        seen.add(file.sha256)
    return again
