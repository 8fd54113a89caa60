"""The questions a form can ask, each with the kind French sentence for each way to answer beside it.

Every field takes `label`, and optionally `hint`, `missing` (the sentence when
the answer is lacking), `autocomplete`, `inputmode`, `width` ("2", "4", "8" or
"16" characters) beside Django's own arguments. They check shape only: what the
law says of an answer belongs to `rules`.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sporades.ui import typed
from sporades.ui.widgets import DateParts

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"


class Question(forms.Field):
    """What all our fields share; mixed in before a Django field."""

    hints: Mapping[str, Text] = {}
    unanswered: Text = _("Il manque une réponse : « {label} ».")

    def __init__(
        self, *, label: Text, hint: Text = "", missing: Text = "", autocomplete: str = "",
        inputmode: str = "", width: str = "", **options: Any,
    ) -> None:  # fmt: skip
        self.width = width
        self.tokens = {"autocomplete": autocomplete, "inputmode": inputmode}
        sentence = missing or format_lazy(self.unanswered, label=label)
        messages = {"required": sentence} | options.pop("error_messages", {})
        super().__init__(label=label, help_text=hint, error_messages=messages, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {name: value for name, value in self.tokens.items() if value}


class TextField(Question, forms.CharField):
    """One line (or several, with widget=Textarea): NFC, without invisible characters."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if isinstance(self.widget, forms.Textarea):
            return "\n".join(typed.one_line(line) for line in text.splitlines()).strip()
        return typed.one_line(text)


class NameField(TextField):
    """A name of the Latin alphabet with all its diacritics, as on the identity document."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**dict[str, Any](max_length=100, autocomplete="off") | options)
        self.widget.attrs.update(spellcheck="false", autocapitalize="words")

    def validate(self, value: str) -> None:
        super().validate(value)
        strange = [char for char in value if not typed.in_a_name(char)]
        if strange:
            raise ValidationError(
                _(
                    "Écrivez ce nom en lettres latines, comme sur votre pièce d’identité : "
                    "« %(char)s » ne convient pas."
                ),
                code="not_latin", params={"char": strange[0]},
            )  # fmt: skip


class EmailField(Question, forms.EmailField):
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Cette adresse semble incomplète. Exemple : prenom.nom@exemple.fr."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**dict[str, Any](autocomplete="email", inputmode="email") | options)
        self.widget.attrs.update(spellcheck="false", autocapitalize="none")


class PasswordField(Question, forms.CharField):
    """`autocomplete` is "current-password" or "new-password"; spaces are kept, pasting is welcome."""

    widget = forms.PasswordInput

    def __init__(self, **options: Any) -> None:
        defaults = dict[str, Any](autocomplete="current-password", strip=False, max_length=1024)
        super().__init__(**defaults | options)


class PhoneField(Question, forms.CharField):
    """A telephone number as it is typed; `read` gives its international form, or None when there is none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _(
            "Ce numéro n’est pas reconnu. Exemples : 06 12 34 56 78, 0692 12 34 56 ou +687 75 12 34."
        ),
    }
    widget = forms.TextInput

    def __init__(self, *, read: Callable[[str], str | None], **options: Any) -> None:
        self.read = read
        defaults = dict[str, Any](autocomplete="tel", inputmode="tel", width="16", max_length=40)
        super().__init__(**defaults | options)
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> str:
        text = typed.one_line(str(super().clean(value)))
        number = self.read(text) if text else ""
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class DateField(Question, forms.Field):
    """Any date as people type it: 1/2/2006, 01022006, 1er février 2006, or three boxes."""

    widget = DateParts
    default_error_messages: ClassVar[dict[str, Any]] = {
        "missing_day": _("Il manque le jour. Exemple : 12 3 2006."),
        "missing_month": _("Il manque le mois. Exemple : 12 3 2006."),
        "missing_year": _("Il manque l’année. Exemple : 12 3 2006."),
        "short_year": _("Écrivez l’année avec ses quatre chiffres. Exemple : 12 3 2006."),
        "impossible": _(
            "Ce jour n’existe pas dans le calendrier : vérifiez le jour et le mois. Exemple : 12 3 2006."
        ),
        "unclear": _("Cette date n’est pas comprise. Exemple : 12 3 2006, pour le 12 mars 2006."),
        "out_of_range": _("Vérifiez l’année : elle doit être comprise entre %(first)s et %(last)s."),
    }

    def __init__(self, *, years: tuple[int, int] = (1900, 2100), **options: Any) -> None:
        self.years = years
        super().__init__(**dict[str, Any](hint=_("Exemple : 12 3 2006")) | options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            day = typed.read_date(str(value))
        except typed.NotADate as reason:
            raise ValidationError(self.error_messages[reason.code], code=reason.code) from reason
        first, last = self.years
        if not first <= day.year <= last:
            raise ValidationError(
                self.error_messages["out_of_range"],
                code="out_of_range",
                params={"first": first, "last": last},
            )
        return day


class HourField(Question, forms.Field):
    """An hour as people type it: 17 h, 17h30, 17:00."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Cette heure n’est pas comprise. Exemple : 17 h, ou 17 h 30.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**dict[str, Any](hint=_("Exemple : 17 h 30"), width="8") | options)

    def prepare_value(self, value: Any) -> Any:
        return typed.say_hour(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        hour = typed.read_hour(str(value))
        if hour is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return hour


class NumberField(Question, forms.IntegerField):
    """A whole number typed with a keyboard of digits, without the arrows of type=number."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Écrivez un nombre en chiffres. Exemple : 12.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**dict[str, Any](inputmode="numeric", width="4") | options)


class MarkField(Question, forms.Field):
    """A mark out of twenty, with a comma or a point: 12,5."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Écrivez une note entre 0 et 20. Exemple : 12,5.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**dict[str, Any](inputmode="decimal", width="4") | options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        try:
            mark = Decimal(str(value).replace(" ", "").removesuffix("/20").replace(",", "."))
        except InvalidOperation as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not (mark.is_finite() and 0 <= mark <= 20):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return mark.quantize(Decimal("0.01"))
