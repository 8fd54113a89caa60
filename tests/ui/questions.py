"""A form with one question of each kind, and what a browser would send for it."""

from django import forms
from django.http import QueryDict

from sporades.ui import fields, picking

COUNTRIES = (("FR", "France"), ("MA", "Maroc"), ("MG", "Madagascar"), ("NE", "Niger"), ("NG", "Nigéria"))


class Questions(forms.Form):
    name = fields.NameField(label="Nom de naissance", autocomplete="family-name")
    birth_date = fields.DateField(label="Date de naissance", autocomplete="bday")
    phone = fields.PhoneField(
        label="Téléphone", read=lambda text: "+33" + text[1:] if text[0] == "0" else None
    )
    mark = fields.MarkField(label="Note")
    months = fields.NumberField(label="Mois d’expérience", required=False)
    handicap = picking.YesNoField(label="Handicap")
    country = picking.SearchField(label="Pays de naissance", **picking.find_in(COUNTRIES))
    language = picking.ChoiceField(label="Langue", choices=[("en", "Anglais"), ("de", "Allemand & autres")])
    accepted = picking.TickField(label="J’accepte")


GOOD = {
    "name": "Benali-Rossi", "birth_date-day": "29", "birth_date-month": "février", "birth_date-year": "2004",
    "phone": "0612345678", "mark": "12,5", "months": "", "handicap": "no", "country-typed": "maroc",
    "language": "de", "accepted": "on",
}  # fmt: skip


def sent(**changes: str) -> Questions:
    data = QueryDict(mutable=True)
    data.update(GOOD | {name.replace("__", "-"): value for name, value in changes.items()})
    return Questions(data)
