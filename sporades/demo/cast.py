"""Who plays in the demonstration and in the tests? A few people, each at a stage that many reach.

Nobody here exists. Tests name them, as one names people one knows.
"""

from dataclasses import dataclass
from datetime import date

PASSWORD = "quatre-iles-au-large"  # noqa: S105 - printed on the demonstration's page


@dataclass(frozen=True, slots=True)
class Person:
    email: str
    birth_name: str
    given_names: str
    birth_date: date
    sex: str
    nationality: str
    birth_country: str
    birth_department: str
    birth_place: str
    city: str
    postal_code: str
    phone: str
    story: str


LEA = Person(
    "lea@exemple.fr", "Moreau", "Léa", date(2001, 6, 14), "F", "FR", "FR", "06", "Grasse",
    "Nice", "06000", "+33612345678", "un brouillon de CAP Accompagnant éducatif petite enfance, laissé en chemin.",
)  # fmt: skip
KARIM = Person(
    "karim@exemple.fr", "Benali", "Karim", date(1996, 2, 29), "M", "FR", "FR", "83", "Toulon",
    "Toulon", "83000", "+33623456789", "pré-inscrit au CAP Pâtissier, il doit encore déposer sa confirmation signée.",
)  # fmt: skip
AWA = Person(
    "awa@exemple.fr", "N’Diaye", "Awa Mariama", date(1989, 11, 3), "F", "SN", "SN", "", "Saint-Louis",
    "Antibes", "06600", "+33634567890", "a tout déposé pour le CAP Cuisine : le service examine son dossier.",
)  # fmt: skip
TOM = Person(
    "tom@exemple.fr", "Giraud", "Tom", date(2007, 9, 21), "M", "FR", "FR", "06", "Menton",
    "Menton", "06500", "+33645678901", "mineur, pré-inscrit au CAP Maçon : attestation R.408 et représentant légal.",
)  # fmt: skip
INES = Person(
    "ines@exemple.fr", "Fernandez", "Inès", date(1999, 4, 8), "F", "FR", "ES", "", "Girona",
    "Cannes", "06400", "+33656789012", "a modifié son inscription après l’avoir signée : sa confirmation est périmée.",
)  # fmt: skip
HUGO = Person(
    "hugo@exemple.fr", "Lefèvre", "Hugo", date(1994, 12, 30), "M", "FR", "FR", "83", "Hyères",
    "Hyères", "83400", "+33667890123", "admis au CAP Couvreur, sous réserve de son attestation R.408.",
)  # fmt: skip
JEANNE = Person(
    "jeanne@exemple.fr", "d’Orgeval", "Jeanne", date(1985, 1, 17), "F", "FR", "FR", "31", "Toulouse",
    "Vence", "06140", "+33678901234", "bac pro ASSP avec un aménagement et des acquis : une pièce est à redonner.",
)  # fmt: skip
MALIK = Person(
    "malik@exemple.fr", "Traoré", "Malik", date(2000, 7, 2), "M", "FR", "FR", "13", "Marseille",
    "Fréjus", "83600", "+33689012345", "s’est désinscrit.",
)  # fmt: skip
CHLOE = Person(
    "chloe@exemple.fr", "Nguyễn", "Chloé", date(2003, 3, 25), "F", "FR", "FR", "75", "Paris",
    "Nice", "06100", "+33690123456", "n’a pas encore activé son compte : son lien l’attend dans la boîte.",
)  # fmt: skip
RAOUL = Person(
    "raoul@exemple.fr", "Sainte-Rose", "Raoul", date(1992, 10, 10), "M", "FR", "FR", "972", "Le Lamentin",
    "Fort-de-France", "97200", "+596696123456",
    "CAP 2024 en Martinique : sa confirmation n’est jamais venue, le service décide.",
)  # fmt: skip

PEOPLE = (LEA, KARIM, AWA, TOM, INES, HUGO, JEANNE, MALIK, CHLOE, RAOUL)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the exam office."""

    email: str
    name: str
    role: str
    academies: tuple[str, ...]
    sees_handicap: bool
    story: str


SYLVIE = Colleague(
    "sylvie@rectorat.exemple.fr", "Sylvie Arnaud", "officer", ("23",), sees_handicap=False,
    story="gestionnaire à Nice : elle contrôle les pièces.",
)  # fmt: skip
PAUL = Colleague(
    "paul@rectorat.exemple.fr", "Paul Mercier", "head", ("23",), sees_handicap=True,
    story="chef de bureau à Nice : il annule, écarte, rétablit, prolonge.",
)  # fmt: skip
MAUD = Colleague(
    "maud@rectorat.exemple.fr", "Maud Lenoir", "administrator", ("23", "31"), sees_handicap=False,
    story="administratrice : les calendriers et les personnes.",
)  # fmt: skip
YVES = Colleague(
    "yves@rectorat.exemple.fr", "Yves Colin", "reader", ("23",), sees_handicap=False,
    story="consultation à Nice : il lit, et ne change rien.",
)  # fmt: skip
ROSE = Colleague(
    "rose@rectorat.exemple.fr", "Rose Césaire", "officer", ("31",), sees_handicap=False,
    story="gestionnaire en Martinique : Nice n’existe pas pour elle.",
)  # fmt: skip
AIME = Colleague(
    "aime@rectorat.exemple.fr", "Aimé Sylvère", "head", ("31",), sees_handicap=True,
    story="chef de bureau en Martinique : une liste attend sa signature.",
)  # fmt: skip

COLLEAGUES = (SYLVIE, PAUL, MAUD, YVES, ROSE, AIME)
