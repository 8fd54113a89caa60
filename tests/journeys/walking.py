"""What does Karim do at each step of « M’inscrire », with his keyboard?"""

from collections.abc import Callable

from tests.journeys.hands import Hands

NEW = "/inscriptions/nouvelle/"


def exam(
    here: Hands, diploma: str = "Certificat d’aptitude professionnelle", typed: str = "patissier"
) -> None:
    here.choose("Diplôme", diploma)
    here.enter()
    here.type("Spécialité", typed)
    here.enter()


def terms(here: Hands) -> None:
    here.is_at("Les modalités d’inscription")
    here.tick("J’ai lu ces modalités et je les accepte.")
    here.tick("Je fais moi-même cette inscription.")
    here.tick("J’ai pris connaissance de la note spécifique.")
    here.press("Suivant")


def identity(here: Hands) -> None:
    here.is_at("Votre identité")
    here.choose("Sexe", "Masculin")
    here.choose("Nationalité", "Française")
    here.type("Commune de naissance", "Toulon")
    here.type("Département de naissance, ou pays", "83")
    here.press("Suivant")


def contact(here: Hands) -> None:
    here.is_at("Vos coordonnées")
    here.type("Adresse", "12 rue des Îles")
    here.type("Code postal", "83000")
    here.type("Commune", "Toulon")
    here.choose("Pays", "France")
    here.type("Téléphone", "06 12 34 56 78")
    here.press("Suivant")


def situation(here: Hands) -> None:
    here.is_at("Votre situation")
    here.choose("Comment préparez-vous cet examen ?", "Candidat individuel")
    here.tick("Aucun diplôme")
    here.choose("Handicap : demandez-vous un aménagement d’épreuves, ou en avez-vous déjà un ?", "Non")
    here.press("Suivant")


def papers(here: Hands) -> None:
    here.is_at("Vos épreuves")
    here.choose("Comment passez-vous l’examen ?", "Globale")
    here.choose("Éducation physique et sportive (EPS)", "Je passe l’épreuve")
    here.choose("Votre activité", "Tennis de table")
    here.select("Langue vivante étrangère", "Anglais")
    here.press("Suivant")


def acquis(here: Hands) -> None:
    here.is_at("Vos acquis")
    here.choose("Avez-vous des notes à conserver, des dispenses ou une VAE ?", "Non")
    here.press("Suivant")


STEPS: tuple[Callable[[Hands], None], ...] = (terms, identity, contact, situation, papers, acquis)
