"""How are the filters of the work list asked? A form whose answers are its address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sporades.reference.load import reference
from sporades.registrations.queries import asked
from sporades.registrations.queries.facets import Counts
from sporades.registrations.queries.waits import ANOMALIES, CHECKED
from sporades.rules.rights import Act, Mandate, may
from sporades.ui import rendering
from sporades.ui.fields import Text, TextField
from sporades.ui.picking import ChoiceField, Choices


class AnyField(ChoiceField):
    """One of a list, or all of them: the first line does not invite to choose."""

    def __init__(self, *, every: Text, choices: Choices, **options: object) -> None:
        super().__init__(choices=[], required=False, **options)
        self._every, self._values = every, dict(choices)
        self.choices = [("", every), *self._values.items()]

    def said(self, value: str) -> str:
        return str(self._values[value])

    def count(self, files: Mapping[str, int]) -> None:
        """Writes beside each value how many files it leaves."""
        counted = [(value, f"{label} ({files.get(value, 0)})") for value, label in self._values.items()]
        self.choices = [("", self._every), *counted]


class SearchForm(forms.Form):
    """The name under which an officer keeps a search."""

    name = TextField(label=_("Son nom"), max_length=40, autocomplete="off")

    def say_too_many(self) -> None:
        self.add_error("name", _("Vous gardez déjà dix recherches : oubliez-en une d’abord."))

    def drawn(self) -> SafeString:
        return rendering.render(rendering.ask(self["name"], width="16"))


@cache
def empty_search() -> SafeString:
    """Its question, before anything was typed: the same for everybody."""
    return SearchForm().drawn()


@dataclass(frozen=True, slots=True)
class Filters:
    """Those that exist for the holder, drawn as an address has set them; `chosen`: those that are set, in words."""

    html: SafeString
    chosen: tuple[str, ...]


# Officers look at the same few lists all day: their filters are drawn once.
@lru_cache(maxsize=256)
def drawn(mandate: Mandate, values: tuple[tuple[str, str], ...]) -> Filters:
    """`values`: what the address has set, as `asked.kept` says it."""
    return _drawn(fields_of(mandate), dict(values))


def drawn_with(counts: Counts, mandate: Mandate, values: Mapping[str, str]) -> Filters:
    """The same, and beside each value how many files it leaves."""
    fields = fields_of(mandate)
    for name, of_values in counts.items():
        field = fields[name]
        assert isinstance(field, AnyField)  # noqa: S101 - for the types
        field.count(of_values)
    return _drawn(fields, values)


def _drawn(fields: Mapping[str, forms.Field], values: Mapping[str, str]) -> Filters:
    form = forms.Form(initial=dict(values), auto_id="filter_%s")
    form.fields.update(fields)
    asked_for = format_html_join(
        "", "{}", ((rendering.render(rendering.ask(one, optional=False)),) for one in form)
    )
    return Filters(asked_for, tuple(_in_words(fields[name], name, values[name]) for name in values))


def _in_words(field: forms.Field, name: str, value: str) -> str:
    label = field.said(value) if isinstance(field, AnyField) else value
    # A yes or a no says nothing by itself.
    return f"{field.label}\u00a0: {label}" if name in {asked.HANDICAP, asked.ORDER} else label


def fields_of(mandate: Mandate) -> dict[str, forms.Field]:
    """Every filter that exists for the holder, by the name that an address gives it."""
    known = reference()
    diplomas = [(one.code, one.short) for one in known.diplomas.values() if _is_ours(mandate, one.code)]
    fields: dict[str, forms.Field] = {
        asked.DIPLOMA: AnyField(label=_("Diplôme"), every=_("Tous"), choices=diplomas),
        asked.SPECIALTY: TextField(label=_("Spécialité"), required=False, max_length=asked.LONGEST),
        asked.PIECE: AnyField(label=_("Pièce à contrôler"), every=_("Toutes"), choices=_pieces(mandate)),
        asked.STATE: AnyField(label=_("État"), every=_("Tous"), choices=_said("state_", CHECKED)),
        asked.ANOMALY: AnyField(
            label=_("Particularité"), every=_("Toutes"), choices=_said("anomaly_", ANOMALIES)
        ),
    }
    if mandate.sees_handicap:
        choices = [("oui", _("Oui")), ("non", _("Non"))]
        fields[asked.HANDICAP] = AnyField(label=_("Handicap"), every=_("Tous"), choices=choices)
    orders = [(asked.LIMIT, _("La limite la plus proche"))]
    fields[asked.ORDER] = AnyField(label=_("D’abord"), every=_("Le plus ancien"), choices=orders)
    return fields


def _is_ours(mandate: Mandate, diploma: str) -> bool:
    return not mandate.diplomas or diploma in mandate.diplomas


def _said(prefix: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, reference().say(f"{prefix}{code}")) for code in codes]


def _pieces(mandate: Mandate) -> list[tuple[str, str]]:
    return [(kind, reference().kind_title(kind)) for kind in asked.piece_kinds(mandate)]


@lru_cache(maxsize=256)
def acts(mandate: Mandate, piece: str) -> SafeString:
    """What may be done of the files that are ticked, as a list; the pieces that are looked for are chosen in it."""
    admit = [("recevable", gettext("Prononcer «\u00a0recevable\u00a0»"))] if may(mandate, Act.ADMIT) else []
    accept = [
        (kind, gettext("Valider\u00a0: %(title)s") % {"title": title}) for kind, title in _pieces(mandate)
    ]
    options = [
        format_html(_CHOSEN if value == piece else _OTHER, value, act) for value, act in admit + accept
    ]
    return format_html_join("", "{}", ((option,) for option in options))


_CHOSEN, _OTHER = '<option value="{}" selected>{}</option>', '<option value="{}">{}</option>'
