"""What is one question on a page: a bound field, and all that its reader is told about it."""

from dataclasses import dataclass
from html import escape
from typing import Any

from django.forms.boundfield import BoundField


@dataclass(frozen=True, slots=True)
class Ask:
    bound: BoundField
    label: str
    hint: str
    errors: tuple[str, ...]
    optional: bool
    width: str = ""
    opens: frozenset[str] = frozenset()  # the answers that open another question

    @property
    def id(self) -> str:
        return self.bound.auto_id or self.bound.html_name

    @property
    def described_by(self) -> str:
        said = ((self.hint, "hint"), (self.errors, "error"))
        return " ".join(f"{self.id}_{name}" for present, name in said if present)

    @property
    def required(self) -> bool:
        field = self.bound.field
        return field.required and field.widget.use_required_attribute(self.bound.initial)

    def attributes(self, **more: Any) -> str:
        """The attributes of a lone control; `more` wins, and "" removes."""
        field = self.bound.field
        merged = field.widget.attrs | {
            "name": self.bound.html_name,
            "id": self.id,
            "required": self.required,
            "disabled": field.disabled,
            "aria-describedby": self.described_by,
            "aria-invalid": "true" if self.errors else "",
        }
        return flat(merged | more)


def flat(attributes: dict[str, Any]) -> str:
    """Attributes as HTML, each led by a space: True is a bare name, nothing is nothing."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None and value is not False and value != ""
    )
