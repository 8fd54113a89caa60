"""Step 4: where to write to the person, and how to call them, overseas included."""

import re
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sporades.candidate_site.registering import places, sections
from sporades.candidate_site.registering.case import Case
from sporades.candidate_site.registering.forms.base import KnownField, StepForm, Typed
from sporades.ui.fields import PhoneField, TextField
from sporades.ui.picking import RadioField

OTHER = "other"
_FRENCH_POSTAL_CODE = re.compile(r"\d{5}")


class ContactForm(StepForm):
    step = "contact"

    line1 = TextField(
        label=_("Adresse"),
        hint=_("Numéro et rue, ou lieu-dit. Exemple : 12 rue des Îles."),
        max_length=100,
        autocomplete="address-line1",
    )
    line2 = TextField(
        label=_("Complément d’adresse"),
        hint=_("Exemple : bâtiment C, chez M. Rossi."),
        max_length=100,
        required=False,
        autocomplete="address-line2",
    )
    postal_code = TextField(
        label=_("Code postal"), max_length=12, width="8", required=False, autocomplete="postal-code"
    )
    city = TextField(label=_("Commune"), max_length=100, autocomplete="address-level2")

    def ask(self) -> None:
        self.fields["country"] = RadioField(
            label=_("Pays"),
            choices=[(places.FRANCE, _("France, outre-mer compris")), (OTHER, _("Autre pays"))],
        )
        self.fields["other_country"] = KnownField(
            label=_("Lequel ?"), required=False, **places.search_of_countries()
        )
        self.fields["phone"] = PhoneField(
            label=_("Téléphone"),
            hint=_("Exemples : 06 12 34 56 78, 0692 12 34 56 ou +687 75 12 34."),
            read=self._read_phone,
        )

    def _read_phone(self, typed: str) -> str | None:
        # Imported when used: the table of the world's numbers takes 100 ms to load.
        from sporades.adapters import phones

        country = str(self.held.get("country") or "")
        if country == OTHER:
            country = str(self.cleaned_data.get("other_country") or "")
        return phones.parse(
            typed, places.telephone_region(country, str(self.held.get("postal_code") or "").strip())
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("country") == places.FRANCE and not _FRENCH_POSTAL_CODE.fullmatch(
            said.get("postal_code", "")
        ):
            sentence = _("Un code postal français a cinq chiffres. Exemple : 06000.")
            self.add_error("postal_code", ValidationError(sentence, code="invalid"))
        if said.get("country") == OTHER and not (
            said.get("other_country") or self.has_error("other_country")
        ):
            self.add_error(
                "other_country", ValidationError(_("Dites dans quel pays vous habitez."), code="required")
            )
        return said

    def section(self) -> dict[str, Any]:
        return sections.contact(self.cleaned_data)

    @classmethod
    def first_typed(cls, case: Case) -> Typed | None:
        return cls.typed_back(asdict(case.contact), case) if case.contact.line1 else None

    @classmethod
    def typed_back(cls, section: Any, case: Case) -> Typed:
        from sporades.adapters import phones

        abroad = section["country"] in places.foreign_countries()
        typed: Typed = {name: section[name] for name in ("line1", "line2", "postal_code", "city")}
        typed["country"] = OTHER if abroad else places.FRANCE if section["country"] else ""
        typed["other_country"] = section["country"] if abroad else ""
        typed["phone"] = phones.written(section["phone"]) if section["phone"] else ""
        return typed
