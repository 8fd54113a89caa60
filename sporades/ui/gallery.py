"""Every component in every variant, on one page: what a page may be made of.

Shown in the demonstration only. With `?envoi`, the form is shown as sent with
mistakes, so that errors can be looked at too.
"""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sporades.ui import charts, fields, picking

COUNTRIES = (("FR", "France"), ("GA", "Gabon"), ("MA", "Maroc"), ("MG", "Madagascar"), ("PT", "Portugal"))
PARIS = {"zone": "Europe/Paris", "zone_name": "heure de Paris"}


class Sample(forms.Form):
    """One question of each kind."""

    paper = picking.FilesField(
        label="Pièce d’identité",
        hint="PDF, JPEG, PNG ou HEIC, 10\u00a0Mo au plus.",
        accept="application/pdf,image/jpeg,image/png,image/heic",
        max_bytes=10_000_000,
    )
    birth_name = fields.NameField(
        label="Nom de naissance", hint="Comme sur votre pièce d’identité.", autocomplete="family-name"
    )
    email = fields.EmailField(label="Adresse e-mail", hint="Exemple\u00a0: prenom.nom@exemple.fr")
    password = fields.PasswordField(label="Mot de passe", autocomplete="new-password")
    birth_date = fields.DateField(label="Date de naissance", autocomplete="bday")
    months = fields.NumberField(label="Mois d’expérience", required=False)
    mark = fields.MarkField(label="Note obtenue", hint="Sur 20. Exemple\u00a0: 12,5")
    diploma = picking.RadioField(
        label="Diplôme",
        choices=[("cap", "CAP"), ("bac_pro", "Baccalauréat professionnel")],
        hints={"cap": "Jusqu’au vendredi 8 novembre 2024, 17\u00a0h (heure de Paris)."},
    )
    language = picking.ChoiceField(label="Langue vivante", choices=[("en", "Anglais"), ("ar", "Arabe")])
    country = picking.SearchField(label="Pays de naissance", **picking.find_in(COUNTRIES))
    handicap = picking.YesNoField(
        label="Êtes-vous en situation de handicap\u00a0?",
        hint="Ne donnez ici aucune information médicale.",
    )
    accommodation = picking.RadioField(
        label="Avez-vous déjà une notification d’aménagement\u00a0?",
        choices=[("existing", "Oui, je la déposerai"), ("new", "Non, j’en demande une")],
        required=False,
    )
    optional_papers = picking.BoxesField(
        label="Épreuves facultatives",
        choices=[("mobility", "Mobilité"), ("language", "Langue vivante facultative")],
        required=False,
    )
    remark = fields.TextField(label="Précisions", widget=forms.Textarea, required=False)
    accepted = picking.TickField(label="J’ai lu les modalités et je fais moi-même cette inscription.")


MISTAKES = {
    "birth_name": "Дима", "email": "amina", "birth_date-day": "31", "birth_date-month": "2",
    "birth_date-year": "2006", "mark": "25", "country-typed": "ma", "handicap": "yes",
}  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    form = (
        Sample(MISTAKES) if "envoi" in request.GET else Sample(initial={"handicap": False, "country": "FR"})
    )
    return render(request, "ui/gallery.html", {"form": form, **_parts(), **PARIS})


def _parts() -> dict[str, Any]:
    return {
        "closes": datetime(2024, 11, 8, 16, tzinfo=UTC),
        "due": datetime(2024, 11, 15, 23, tzinfo=UTC),
        "tasks": TASKS,
        "rows": ROWS,
        "dates": DATES,
        "events": EVENTS,
        "refused": REFUSED,
        "expected": EXPECTED,
        "page": Paginator(range(212), 20).page(4),
        "birthday": date(2004, 2, 29),
        "tones": ("info", "wait", "ok", "no"),
        "curves": charts.draw(CURVES),
        "bars": [(name, count, charts.bar(count, 128)) for name, count in BARS],
    }


TASKS = (
    {
        "title": "Confirmation d’inscription signée", "url": "#piece", "status": "attendue", "tone": "wait",
        "hint": "Version 2, à télécharger, dater, signer, puis photographier ou scanner.",
    },
    {
        "title": "Pièce d’identité", "url": "#piece", "status": "validée", "tone": "ok",
        "hint": "Déposée le 5 novembre à 8\u00a0h\u00a041.",
    },
    {
        "title": "Certificat de participation à la JDC", "url": "#piece", "status": "refusée", "tone": "no",
        "hint": "«\u00a0La page est coupée en bas.\u00a0» Une nouvelle photo suffit.",
    },
    {"title": "Relevé de notes pour votre bénéfice en EP1", "url": "#piece", "status": "en contrôle"},
    {"title": "Attestation R.408", "status": "sans objet", "tone": "off"},
)  # fmt: skip
ROWS = (
    {"label": "Nom de naissance", "value": "Benali-Rossi", "url": "#form"},
    {"label": "Prénoms", "value": "Amina, Louise", "url": "#form"},
    {"label": "Nom d’usage", "value": "", "url": "#form"},
    {"label": "Naissance", "value": "29 février 2004, Mamoudzou (Mayotte)", "url": "#form"},
)
DATES = (
    {"when": "5 nov., 9\u00a0h", "what": "Ouverture des inscriptions", "past": True},
    {"when": "8 nov., 17\u00a0h", "what": "Dernière modification possible"},
    {"when": "15 nov., 23\u00a0h\u00a059", "what": "Confirmation et justificatifs"},
)
EVENTS = (
    {"text": "Certificat de JDC refusé", "when": "5 nov., 9\u00a0h\u00a010", "tone": "no"},
    {"text": "Modification enregistrée, version 2", "when": "5 nov., 8\u00a0h\u00a052"},
    {"text": "Pièce d’identité validée", "when": "5 nov., 8\u00a0h\u00a047", "tone": "ok"},
    {"text": "Pré-inscription enregistrée, n°\u00a025-06-004217", "when": "4 nov., 15\u00a0h\u00a003"},
)
REFUSED = {
    "key": "piece", "title": "Certificat de participation à la JDC", "status": "refusée", "tone": "no",
    "explanation": "Demandé aux candidats français de 17 à 25 ans.",
    "due": "le vendredi 15 novembre 2024, 23\u00a0h\u00a059 (heure de Paris)",
    "reason": "La page est coupée en bas. Une nouvelle photo suffit.",
    "note": "PDF, JPEG, PNG ou HEIC, 10\u00a0Mo au plus. Plusieurs photos deviennent un seul document.",
    "files": (
        {"name": "jdc.pdf, 1 page", "url": "#piece", "when": "5 nov., 8\u00a0h\u00a041",
         "status": "refusé", "tone": "no"},
        {"name": "photo.heic, 2 pages", "url": "#piece", "when": "5 nov., 9\u00a0h\u00a012",
         "status": "analyse en cours"},
    ),
}  # fmt: skip
EXPECTED = {
    "key": "piece-2", "title": "Confirmation d’inscription signée", "status": "attendue", "tone": "wait",
    "explanation": "Sans elle, votre candidature est annulée.",
    "due": "le vendredi 15 novembre 2024, 23\u00a0h\u00a059 (heure de Paris)",
}  # fmt: skip
BARS = (("Pâtissier", 128), ("Maçon", 34))
CURVES = charts.Chart(
    title="Deux sessions, et le total estimé de celle-ci",
    lines=(
        charts.Line("session 2025", [(-21, 0), (-14, 80), (-7, 190), (-3, 260)]),
        charts.Line("session 2024", [(-21, 0), (-14, 90), (-7, 240), (0, 520)], past=True),
    ),
    ticks=((-21, "18 oct.\nJ − 21"), (-14, "25 oct.\nJ − 14"), (-7, "1er nov.\nJ − 7"), (0, "8 nov.")),
    limit=(0, "limite"),
    span=charts.Span(0, 380, 440, 490, "estimation\u00a0: 440"),
)
