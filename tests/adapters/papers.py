"""Papers of invented people, from the shortest to the longest."""

from uuid import UUID

from sporades.adapters import codes
from sporades.adapters.pdf_data import Confirmation, Line, Paper, PieceGroup, PieceLine, PiecesList, Receipt

NBSP = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
DUE = f"vendredi 15{NBSP}novembre 2024, 23{NBSP}h{NBSP}59 (heure de Paris)"
DOCUMENT = UUID("8c5f6d2e-41b7-4a90-9e0d-2f6f3f1c7a55")
NUMBER = "NCE25-000123"


def line(label: str, value: str, *, wide: bool = False) -> Line:
    return Line(label=label, value=value, wide=wide)


def unit(code: str, title: str, status: str = "présentée") -> Paper:
    return Paper(code=code, title=title, status=status)


def identity(name: str, given_names: str) -> list[Line]:
    return [
        line("Nom de naissance", name),
        line("Prénoms", given_names),
        line("Nom d’usage", ""),
        line("Sexe", "Féminin"),
        line("Né(e) le", "9 mars 1998"),
        line("Nationalité", "Française"),
        line("Commune de naissance", "Nice"),
        line("Département ou pays", "Alpes-Maritimes (06)"),
    ]


def confirmation(**changes: object) -> Confirmation:
    paper = Confirmation(
        heading="Confirmation d’inscription",
        academy="Académie de Nice",
        number=NUMBER,
        version="2",
        contact="Rectorat de l’académie de Nice – Division des examens et concours – 04 93 53 70 70",
        issued=f"Éditée le mardi 5{NBSP}novembre 2024, 9{NBSP}h{NBSP}12 (heure de Paris)",
        codes=codes.for_pages(DOCUMENT),
        verify="sporades.example/verifier",
        bearer="Z. M. A. L.",
        exam="Certificat d’aptitude professionnel",
        specialty="Accompagnant éducatif petite enfance",
        exam_session="Session 2025 – forme globale",
        instruction="Vérifiez cette confirmation, datez-la et signez-la, puis déposez-la dans "
        f"«{NBSP}Mes justificatifs{NBSP}» au plus tard le {DUE}.",
        sanction="Sans elle, votre candidature sera annulée.",
        identity=identity("Lefèvre", "Zoé Marie Apolline"),
        contact_lines=[
            line("Adresse", "12, rue de la République, 06300 Nice, France"),
            line("Téléphone", "06 12 34 56 78"),
            line("Adresse électronique", "zoe.lefevre@example.org"),
        ],
        situation=[
            line("Catégorie", "Candidate individuelle"),
            line("Diplôme détenu", "Baccalauréat général"),
            line("Expérience professionnelle", "7 mois, crèche"),
            line("Journée défense et citoyenneté", "Effectuée"),
            line(f"Handicap{NARROW}: aménagement demandé", "Oui – notification existante"),
        ],
        papers_lines=[
            line("Éducation physique et sportive", "Épreuve présentée"),
            line("Langue vivante", "Anglais"),
            line("Épreuve facultative", "Aucune"),
        ],
        papers=[
            unit("UP1", "Accompagner le développement du jeune enfant"),
            unit("UP2", "Exercer son activité en accueil collectif"),
            unit("UP3", "Exercer son activité en accueil individuel"),
            unit("UG1", "Français et histoire-géographie – enseignement moral et civique", "dispense"),
            unit("UG2", "Mathématiques – physique-chimie", "bénéfice de la note 12,5 (Nice, 2023)"),
            unit("UG3", "Éducation physique et sportive"),
            unit("UG4", "Prévention santé environnement"),
            unit("UG5", "Langue vivante étrangère", "dispense"),
        ],
        acquis=[],
        signing_heading="Signature",
        statement="Je certifie l’exactitude des renseignements ci-dessus et j’ai moi-même procédé à cette "
        "inscription.",
        signatures=["Date", "Signature de la candidate"],
    )
    paper.update(changes)  # type: ignore[typeddict-item]
    return paper


def longest() -> Confirmation:
    long_title = "Réalisation d’interventions sur le bâti, organisation, préparation et suivi d’un chantier"
    return confirmation(
        specialty="Technicien d’études du bâtiment option B : assistant en architecture, finitions",
        identity=identity("de La Rochefoucauld-Montmorency d’Estouteville-Kérouartz", "Anne-Élisabeth " * 5),
        papers=[unit(f"U{n}", f"{long_title} ({n})", "présentée") for n in range(1, 61)],
        acquis=[unit("", "Diplôme d’État d’accompagnant éducatif et social", "dispense à étudier")] * 3,
        signatures=["Date", "Signature de la candidate", "Signature du représentant légal"],
    )


def shortest() -> Confirmation:
    return confirmation(
        instruction="",
        sanction="",
        specialty="Fleuriste",
        identity=identity("O", "Y"),
        situation=[],
        papers_lines=[],
        papers=[],
        statement="Signée en ligne le 5 novembre 2024, 9 h 14 (heure de Paris).",
        signatures=[],
    )


def pieces_list() -> PiecesList:
    return PiecesList(
        heading="Pièces justificatives à déposer",
        academy="Académie de Nice",
        number=NUMBER,
        version="2",
        contact="Rectorat de l’académie de Nice – Division des examens et concours – 04 93 53 70 70",
        issued=f"Éditée le mardi 5{NBSP}novembre 2024, 9{NBSP}h{NBSP}12 (heure de Paris)",
        codes=codes.for_pages(DOCUMENT),
        verify="sporades.example/verifier",
        bearer="Z. M. A. L.",
        exam="Certificat d’aptitude professionnel",
        specialty="Maçon",
        exam_session="Session 2025",
        candidate="Zoé Lefèvre",
        instruction="Déposez chaque pièce dans « Mes justificatifs », en PDF, JPEG, PNG ou HEIC, 10 Mo au "
        "plus. Une photographie nette, prise à plat et bien éclairée, suffit.",
        groups=[
            PieceGroup(
                due=f"Au plus tard le {DUE}",
                pieces=[
                    PieceLine(
                        title="Confirmation d’inscription datée et signée",
                        explanation="Imprimez-la, vérifiez-la, datez-la et signez-la.",
                        if_missing="votre candidature sera annulée.",
                    ),
                    PieceLine(
                        title="Pièce d’identité",
                        explanation="Carte nationale d’identité (recto verso), passeport ou titre de séjour.",
                        if_missing="votre inscription ne pourra pas être validée.",
                    ),
                    PieceLine(
                        title="Relevé de notes – Mathématiques – physique-chimie",
                        explanation="Le relevé qui porte la note de 12,5 obtenue en 2023.",
                        if_missing="vous présenterez cette épreuve.",
                    ),
                ],
            ),
            PieceGroup(
                due="Au plus tard le vendredi 14 mars 2025, 23 h 59 (heure de Paris)",
                pieces=[
                    PieceLine(
                        title="Attestation de formation R.408",
                        explanation="Travail en hauteur sur échafaudage de pied. Il vous appartient de "
                        "rechercher la formation.",
                        if_missing="votre candidature sera écartée et vous ne pourrez pas vous présenter.",
                    )
                ],
            ),
        ],
        closing="Aucune relance ne sera effectuée.",
    )


def receipt() -> Receipt:
    return Receipt(
        heading="Récépissé de dépôt",
        academy="Académie de Nice",
        number=NUMBER,
        version="2",
        contact="Rectorat de l’académie de Nice – Division des examens et concours – 04 93 53 70 70",
        issued="Édité le vendredi 15 novembre 2024, 20 h 3 (heure de Paris)",
        codes=codes.for_pages(DOCUMENT),
        verify="sporades.example/verifier",
        bearer="Z. M. A. L.",
        exam="Certificat d’aptitude professionnel",
        specialty="Maçon",
        exam_session="Session 2025",
        candidate="Zoé Lefèvre",
        sentence="Nous avons reçu votre confirmation d’inscription le vendredi 15 novembre 2024, "
        "20 h 2 min 58 s (heure de Paris).",
        facts=[
            line("Pièce", "Confirmation d’inscription"),
            line("Version signée", "2"),
            line("Fichiers", "2"),
        ],
        files=[
            {
                "piece": "Confirmation d’inscription",
                "name": f"confirmation_signee_scannee_au_telephone_{n}.HEIC",
                "received": "vendredi 15 novembre 2024, 20 h 2 (heure de Paris)",
                "size": "2,1 Mo",
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
            for n in (41, 42)
        ],
        standing="Votre dossier est déposé, le service l’examine.",
    )
