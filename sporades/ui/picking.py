"""The questions one answers by choosing: yes or no, one of a list, several, a search, files.

Same arguments as in `fields`; a long list is never a list: use SearchField.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sporades.ui import typed
from sporades.ui.fields import Question, Text
from sporades.ui.widgets import SEARCH, ManyFiles, Matches, SearchBox, Searched

Choices = Iterable[tuple[str, Text]]
LONGEST_LIST = 60


class RadioField(Question, forms.ChoiceField):
    """One of a few answers, all visible; `hints` explains some of them: {value: sentence}."""

    widget = forms.RadioSelect
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Choisissez une des réponses proposées.")
    }

    def __init__(
        self,
        *,
        choices: Choices,
        hints: Mapping[str, Text] | None = None,
        **options: Any,
    ) -> None:
        self.hints = hints or {}
        super().__init__(choices=list(choices), **options)


class YesNoField(RadioField):
    """« Oui » or « Non »: gives True, False, or None when it is optional and left aside."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("yes", _("Oui")), ("no", _("Non"))], **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(self.prepare_value(value)))


class ChoiceField(Question, forms.ChoiceField):
    """A closed list of at most 60 answers, whose first line invites to choose."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Choisissez une des réponses de la liste.")
    }

    def __init__(self, *, choices: Choices, **options: Any) -> None:
        lines = list(choices)
        if len(lines) > LONGEST_LIST:
            raise ValueError(f"{len(lines)} options are a SearchField, not a list")
        super().__init__(choices=[("", _("Choisissez dans la liste")), *lines], **options)


class BoxesField(Question, forms.MultipleChoiceField):
    """Any number of answers among a few."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Choisissez parmi les réponses proposées.")
    }

    def __init__(
        self,
        *,
        choices: Choices,
        hints: Mapping[str, Text] | None = None,
        **options: Any,
    ) -> None:
        self.hints = hints or {}
        super().__init__(choices=list(choices), **options)


class TickField(Question, forms.BooleanField):
    """One box to tick: an agreement, a « j’en ai pris connaissance »."""

    unanswered = _("Cochez la case « {label} » pour continuer.")


class SearchField(Question, forms.Field):
    """One answer among many, found by typing.

    `find` gives the matches of what was typed, best first; `label_of` the label
    of a value ("" when it is unknown). `find_in` makes both from plain choices.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "choose": _("Choisissez une des réponses trouvées pour « %(typed)s »."),
        "nothing": _("Rien ne correspond à « %(typed)s ». Vérifiez l’orthographe, ou essayez un seul mot."),
    }

    widget: SearchBox

    def __init__(
        self,
        *,
        find: Callable[[str], Matches],
        label_of: Callable[[str], str],
        **options: Any,
    ) -> None:
        super().__init__(widget=SearchBox(find, label_of), **options)

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Searched) else value

    def to_python(self, value: Any) -> str:
        found = value if isinstance(value, Searched) else self.widget.known(str(value or ""))
        if found.typed and not found.code:
            code = "choose" if found.matches else "nothing"
            raise ValidationError(self.error_messages[code], code=code, params={"typed": found.typed})
        return found.code


def searching(data: Mapping[str, Any]) -> bool:
    """Was « Chercher » pressed, not « Suivant »? Then show the form again, and complain of nothing."""
    return SEARCH in data


def find_in(choices: Sequence[tuple[str, str]]) -> dict[str, Callable[[str], Any]]:
    """`find` and `label_of` over choices: accents, case and the order of words do not matter."""
    labels = dict(choices)

    @cache
    def indexed() -> list[tuple[str, str, str]]:
        return [(value, label, typed.plain(label)) for value, label in choices]

    def find(text: str) -> Matches:
        words = typed.plain(text).split()
        hits = [
            (value, label, known) for value, label, known in indexed() if all(word in known for word in words)
        ]
        hits.sort(key=lambda hit: (not hit[2].startswith(" ".join(words)), hit[2]))
        return [(value, label) for value, label, _known in hits[:12]] if words else []

    return {"find": find, "label_of": lambda value: labels.get(value, "")}


class FilesField(Question, forms.FileField):
    """One file or several; `max_bytes` is said at once in the browser, and checked where files are read."""

    widget = ManyFiles

    def __init__(self, *, accept: str = "", max_bytes: int | None = None, **options: Any) -> None:
        self.max_bytes = max_bytes
        super().__init__(**options)
        self.widget.attrs.update(accept=accept)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files if one] or self._none(initial)

    def _none(self, initial: Any) -> "list[UploadedFile[Any]]":
        super().clean(None, initial)
        return []
