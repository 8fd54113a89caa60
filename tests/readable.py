"""What do people photograph for the office? Papers drawn by code, and people who do not exist.

They are laid out as such papers are; nobody could take one for a real one. Two
are no print at all: writing by hand, and a picture of something else.
"""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from sporades.adapters import pdf
from tests.scans import DOTS, SHEET

FACES = ("NotoSans-Regular.ttf", "IBMPlexSans-Regular.ttf")
BOLD = "NotoSans-Bold.ttf"
WORK = """Je soussignée, Claire Fontaine, directrice des Jardins du Var, certifie que Madame Léa Martin, née le
12 mars 2003 à Toulon, a été employée dans notre établissement en qualité de maçonne du 1er septembre 2021 au
31 août 2024, à temps complet, soit 1 607 heures par an. Elle a notamment réalisé la pose de parpaings, le coulage
de dalles, les enduits de façade et le montage des planchers. La présente attestation lui est délivrée pour servir
et valoir ce que de droit. Nous la remercions de la qualité de son travail et de son sérieux pendant ces années."""
SPEAKS_OF_OTHERS = """Vous trouverez avec cette lettre la copie de ma carte nationale d'identité, mon relevé de notes
de la session précédente, un certificat de scolarité et un relevé d'identité bancaire. Mon passeport est périmé. Je
joins la carte nationale d'identité de ma mère, qui signe avec moi, et l'attestation de recensement de la mairie.
Mon employeur remettra le certificat de travail dès que mon contrat sera terminé, à la fin du mois de novembre."""
SCHOOL = """Le proviseur du lycée des Métiers certifie que Monsieur Karim Haddad, né le 3 mai 2006 à Nice, est inscrit
dans notre lycée pour la présente année, en qualité de candidat à distance, et qu'il suit les cours avec assiduité.
Ce document est remis à la demande de la famille pour faire valoir ses droits auprès de qui le demandera."""
SERVICE = """Le commandant du centre atteste que Mademoiselle Léa Martin, née le 12 mars 2003 à Toulon, a pris part à
la session du 14 juin 2021. Ce certificat est exigé pour toute inscription aux examens et concours soumis au contrôle
de l'autorité publique. Il ne sera pas délivré de duplicata : conservez ce document avec soin, sans le plier."""
BANK = """Titulaire du compte : Madame Léa Martin. Domiciliation : agence de Toulon Centre. Code de la banque 00000,
code du guichet 00000, numéro du compte 00000000000, clé 00. Ce document est destiné à être remis, sur leur demande,
à vos créanciers ou à vos débiteurs appelés à faire inscrire des opérations à votre compte."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`fits`: the kinds of piece for which it may be given."""

    draw: Callable[[random.Random], Image.Image]
    fits: frozenset[str] = frozenset()
    titled: bool = True  # whether it says itself which paper it is
    half: bool = False  # whether it lacks its other side
    printed: bool = True
    soft: bool = False  # whether nothing on it is sharp, however it is taken


def letter(title: str, *bodies: str) -> Callable[[random.Random], Image.Image]:
    def draw(dice: random.Random) -> Image.Image:
        sheet, face, points = _blank(), dice.choice(FACES), dice.choice((9, 10, 11, 12))
        pen, height = ImageDraw.Draw(sheet), points * 1.5 * 200 / 72
        _say(pen, (20, 20), "Les Jardins du Var\n12 rue de la République\n83000 Toulon", face, points)
        _say(pen, (105, 62), title, BOLD, 16, anchor="ma")
        top = 85 * DOTS
        for body in bodies * dice.randint(2, 3):
            for line in _lines(pen, body, _font(face, points), 170 * DOTS):
                pen.text((20 * DOTS, top), line, font=_font(face, points), fill=20)
                top += height
            top += height
        _say(pen, (120, 250), "Fait à Toulon, le 5 novembre 2024", face, points)
        return sheet

    return draw


def transcript(dice: random.Random) -> Image.Image:
    sheet = _blank()
    pen = ImageDraw.Draw(sheet)
    _say(pen, (20, 20), "ACADÉMIE DE NICE\nCertificat d'aptitude professionnelle, session 2023", FACES[0], 11)
    _say(pen, (105, 50), "RELEVÉ DE NOTES", BOLD, 18, anchor="ma")
    units = ("Étude et préparation", "Réalisation", "Français", "Mathématiques", "Histoire", "Langue vivante")
    for row, unit in enumerate(units):
        top = 80 + 12 * row
        _say(pen, (25, top), unit, FACES[0], 11)
        _say(pen, (130, top), f"{dice.randint(6, 18)},00", FACES[0], 11)
        _say(pen, (160, top), f"coefficient {dice.randint(1, 4)}", FACES[0], 11)
        pen.line((20 * DOTS, (top + 9) * DOTS, 190 * DOTS, (top + 9) * DOTS), fill=120, width=2)
    return sheet


CARD_2021 = [
    ("NOM / Surname", "MARTIN"), ("Prénoms / Given names", "Léa, Inès"), ("SEXE / Sex", "F"),
    ("NATIONALITÉ / Nationality", "FRA"), ("DATE DE NAISS. / Date of birth", "12 03 2003"),
    ("LIEU DE NAISSANCE / Place of birth", "TOULON"), ("DATE D'EXPIR. / Expiry date", "11 02 2032"),
]  # fmt: skip
CARD_1995 = [
    ("Nom :", "MARTIN"), ("Prénom(s) :", "LÉA, INÈS"), ("Sexe : F      Né(e) le :", "12.03.2003"),
    ("à :", "TOULON (83)"), ("Taille :", "1,68 m"), ("Signature du titulaire :", ""),
]  # fmt: skip
PERMIT = [
    ("NOM PRÉNOM / Surname name", "HADDAD KARIM"), ("VALABLE JUSQU'AU / Card expiry", "11 02 2032"),
    ("DÉLIVRÉE À / Place", "NICE"), ("CATÉGORIE / Type", "SALARIÉ"), ("REMARQUES / Remarks", "AUTORISE À TRAVAILLER"),
]  # fmt: skip
PASSPORT = [
    ("Nom / Surname", "MARTIN"), ("Prénoms / Given names", "Léa, Inès"), ("Nationalité / Nationality", "Française"),
    ("Date de naissance / Date of birth", "12 03 2003"), ("Lieu de naissance / Place of birth", "TOULON"),
    ("Autorité / Authority", "Préfecture du Var"),
]  # fmt: skip
LINES_2021 = (
    "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<",
    "0303120F3202119FRA<<<<<<<<<<<6",
    "MARTIN<<LEA<INES<<<<<<<<<<<<<<",
)
LINES_1995 = ("IDFRAMARTIN<<<<<<<<<<<<<<<<<<<830012", "2108831023450LEA<<INES<<<<<0303120F6")
LINES_PASSPORT = (
    "P<FRAMARTIN<<LEA<INES<<<<<<<<<<<<<<<<<<<<<<<",
    "21AB123452FRA0303120F3202119<<<<<<<<<<<<<<06",
)
BACK_2021 = [
    ("ADRESSE / Address", "12 RUE DE LA RÉPUBLIQUE"),
    ("DATE DE DÉLIVRANCE / Date of issue", "12 02 2022"),
]
BACK_1995 = [
    ("Adresse :", "12 RUE DE LA RÉPUBLIQUE, TOULON"), ("Carte valable jusqu'au :", "11.02.2032"),
    ("délivrée le :", "12.02.2021"), ("par :", "PRÉFECTURE DU VAR"),
]  # fmt: skip
Side = tuple[str, list[tuple[str, str]], tuple[str, ...]]
FRONT_2021: Side = ("CARTE NATIONALE D'IDENTITÉ / IDENTITY CARD", CARD_2021, ())
FRONT_1995: Side = ("CARTE NATIONALE D'IDENTITÉ N° : 210883102345", CARD_1995, LINES_1995)
FRONT_PERMIT: Side = ("TITRE DE SÉJOUR / RESIDENCE PERMIT", PERMIT, ())
ONLY_PASSPORT: Side = ("PASSEPORT / PASSPORT", PASSPORT, LINES_PASSPORT)


def card(*sides: Side) -> Callable[[random.Random], Image.Image]:
    """Each side as large as half the sheet, one above the other."""

    def draw(dice: random.Random) -> Image.Image:
        sheet = _blank()
        for place, side in enumerate(sides):
            _draw_side(sheet, 18 + 138 * place, side, dice)
        return sheet

    return draw


def _draw_side(sheet: Image.Image, top: float, side: Side, dice: random.Random) -> None:
    title, said, machine = side
    pen = ImageDraw.Draw(sheet)
    box = (12 * DOTS, top * DOTS, 198 * DOTS, (top + 125) * DOTS)
    pen.rounded_rectangle(box, 40, fill=222, outline=150, width=3)
    if title:
        _say(pen, (20, top + 6), "RÉPUBLIQUE FRANÇAISE", BOLD, 13)
        _say(pen, (20, top + 15), title, BOLD, 13)
        face = _something(dice).resize((round(45 * DOTS), round(55 * DOTS)))
        sheet.paste(face, (round(20 * DOTS), round((top + 28) * DOTS)))
    for row, (label, value) in enumerate(said):
        _say(pen, (72, top + 27 + 10 * row), label, FACES[0], 8, shade=70)
        _say(pen, (128, top + 26 + 10 * row), value, BOLD, 11)
    for row, line in enumerate(machine):
        # As wide as the card, whatever the model.
        points = 20 * 165 * DOTS / pen.textlength(line, font=_font(FACES[0], 20))
        _say(pen, (18, top + 96 + 9 * row), line, FACES[0], min(points, 22))


def by_hand(dice: random.Random) -> Image.Image:
    """Loops of a pen in lines, as long as words."""
    sheet = _blank()
    pen, top = ImageDraw.Draw(sheet), 30 * DOTS
    while top < 250 * DOTS:
        left = 20 * DOTS
        while left < 175 * DOTS:
            letters = dice.randint(2, 8)
            wide, tall = letters * dice.uniform(2, 3.5) * DOTS, dice.choice((1.4, 1.8, 2.8)) * DOTS
            turns = [step / (letters * 14) for step in range(letters * 14)]
            points = [
                (
                    left + wide * t + 4 * math.cos(2 * math.pi * letters * t),
                    top - tall * math.sin(2 * math.pi * letters * t) ** 2,
                )
                for t in turns
            ]
            pen.line(
                points,
                fill=dice.choice((30, 60, 90)),
                width=round(dice.uniform(0.35, 0.6) * DOTS),
                joint="curve",
            )
            left += wide + dice.uniform(2, 4) * DOTS
        top += dice.uniform(8, 11) * DOTS
    return sheet


def _something(dice: random.Random) -> Image.Image:
    """Light and dark without any writing, as a face or a room are."""
    picture = Image.new("L", (105, 148), dice.randint(60, 200))
    pen = ImageDraw.Draw(picture)
    for _ in range(dice.randint(20, 120)):
        x, y, wide = dice.randint(0, 105), dice.randint(0, 148), dice.choice((3, 6, 12, 24))
        pen.ellipse((x - wide, y - wide, x + wide, y + wide), fill=dice.randint(0, 255))
    return picture.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 3))).resize(
        SHEET, Image.Resampling.BICUBIC
    )


PAPERS = {
    "certificate of work": Paper(letter("ATTESTATION DE TRAVAIL", WORK), frozenset({"experience"})),
    "letter that names others": Paper(
        letter("Objet : mon inscription", SPEAKS_OF_OTHERS, WORK), frozenset({"experience"}), titled=False
    ),
    "transcript": Paper(transcript, frozenset({"acquis_proof", "experience", "training"})),
    "service day": Paper(
        letter("JOURNÉE DÉFENSE ET CITOYENNETÉ", SERVICE), frozenset({"service_day"})
    ),
    "school": Paper(letter("CERTIFICAT DE SCOLARITÉ", SCHOOL), frozenset({"training", "experience"})),
    "bank details": Paper(letter("RELEVÉ D'IDENTITÉ BANCAIRE", BANK)),
    "card of 2021, face": Paper(card(FRONT_2021), frozenset({"identity"}), half=True),
    "card of 2021": Paper(card(FRONT_2021, ("", BACK_2021, LINES_2021)), frozenset({"identity"})),
    "card of 1995, face": Paper(card(FRONT_1995), frozenset({"identity"}), half=True),
    "card of 1995": Paper(card(FRONT_1995, ("", BACK_1995, ())), frozenset({"identity"})),
    "residence permit, face": Paper(card(FRONT_PERMIT), frozenset({"identity"}), half=True),
    "residence permit": Paper(card(FRONT_PERMIT, ("", [], LINES_2021)), frozenset({"identity"})),
    "passport": Paper(card(ONLY_PASSPORT), frozenset({"identity"})),
    "writing by hand": Paper(by_hand, titled=False, printed=False),
    "no paper at all": Paper(_something, titled=False, printed=False, soft=True),
}  # fmt: skip


def _blank() -> Image.Image:
    return Image.new("L", SHEET, 255)


def _font(face: str, points: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(pdf.FONTS / face), points * 200 / 72)


def _say(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    said: str,
    face: str,
    points: float,
    *,
    shade: int = 20,
    anchor: str | None = None,
) -> None:
    pen.text((at[0] * DOTS, at[1] * DOTS), said, font=_font(face, points), fill=shade, anchor=anchor)


def _lines(pen: ImageDraw.ImageDraw, body: str, font: ImageFont.FreeTypeFont, wide: float) -> list[str]:
    lines = [""]
    for word in body.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, font=font) > wide:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
