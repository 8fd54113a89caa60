"""The rows of a lot: fifty files of five values, which are drawn as those of the work list are."""

from collections.abc import Iterable
from html import escape
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.registrations.queries.publication_lines import Line

register = template.Library()

_ANY = str(UUID(int=0))


@register.simple_tag
def paper_rows(lines: Iterable[Line]) -> SafeString:
    """{% paper_rows lines %}: the rows of a table."""
    addresses = reverse("staff_publication_line", args=[_ANY]), reverse("staff_file", args=[_ANY])
    # Every value is escaped on its way.
    return mark_safe("".join([_row(line, *addresses) for line in lines]))  # noqa: S308


def _row(line: Line, paper: str, file: str) -> str:
    name = f'<span class="soft">{_("effacé")}</span>'
    if line.name:
        name = f'<a href="{paper.replace(_ANY, str(line.id))}">{escape(line.name)}</a>'
    why = f'<br><span class="soft small">{escape(line.why)}</span>' if line.why else ""
    return (
        f'<tr><th scope="row">{name}</th><td><span class="tag {line.tone}">{escape(line.label)}</span>{why}</td>'
        f'<td>{_whose(line, file)}<span class="soft small">{escape(line.number)}</span></td>'
        f"<td>{escape(line.told_by)}</td><td>{_opened(line)}</td></tr>"
    )


def _whose(line: Line, file: str) -> str:
    if line.registration:
        return f'<a href="{file.replace(_ANY, str(line.registration))}">{escape(line.person)}</a><br>'
    return f'<span class="soft small">{_("n’est plus dans votre service")}</span>' if line.has_left else ""


def _opened(line: Line) -> str:
    if line.opened:
        return f'<span class="nowrap">{escape(line.opened)}</span>'
    return f'<span class="soft">{_("pas encore")}</span>' if line.is_issued else ""
