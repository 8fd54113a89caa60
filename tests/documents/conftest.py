"""A paper that was ordered, in a store of its own."""

from collections.abc import Callable
from uuid import UUID

import pytest

from sporades.documents import actions
from sporades.journal.values import Subject
from tests.people import NOW

RECEIPT = {
    "heading": "Accusé d’enregistrement",
    "academy": "Académie de Nice",
    "number": "25-23-000001",
    "version": "1",
    "contact": "DEC",
    "issued": "Édité le mardi 5 novembre 2024",
    "exam": "Certificat d’aptitude professionnelle",
    "specialty": "Pâtissier",
    "exam_session": "Session 2025",
    "candidate": "Léa Rose Ménager-Šimić",
    "sentence": "Nous avons reçu votre pièce d’identité.",
    "facts": [{"label": "Reçu", "value": "mardi 5 novembre 2024, 9 h", "wide": False}],
    "files": [],
    "standing": "Votre dossier est déposé, le service l’examine.",
}
LEA = Subject("registration", UUID(int=1))


@pytest.fixture
def order(settings, tmp_path) -> Callable[..., UUID]:
    settings.DATA_DIR = tmp_path

    def ordered(**changes: object) -> UUID:
        return actions.order(
            "receipt",
            subject=LEA,
            number="25-23-000001",
            version=1,
            title="Accusé d’enregistrement 25-23-000001",
            data={**RECEIPT, **changes},
            now=NOW,
        )

    return ordered
