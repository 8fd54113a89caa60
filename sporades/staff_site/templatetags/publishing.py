"""The rows of a lot: fifty files of five values, which are drawn as those of the work list are."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sporades.registrations.queries.publication_lines import Line
from sporades.ui.addresses import around

register = template.Library()

Way = tuple[str, str]  # what stands before the id in an address, and after it


@register.simple_tag
def paper_rows(lines: Iterable[Line]) -> SafeString:
    """{% paper_rows lines %}: the rows of a table."""
    ways = around("staff_publication_line"), around("staff_file")
    # Every value is escaped on its way.
    return mark_safe("".join([_row(line, *ways) for line in lines]))  # noqa: S308


def _row(line: Line, paper: Way, file: Way) -> str:
    name = f'<span class="soft">{_("effacé")}</span>'
    if line.name:
        name = f'<a href="{paper[0]}{line.id}{paper[1]}">{escape(line.name)}</a>'
    why = f'<br><span class="soft small">{escape(line.why)}</span>' if line.why else ""
    return (
        f'<tr><th scope="row">{name}</th><td><span class="tag {line.tone}">{escape(line.label)}</span>{why}</td>'
        f'<td>{_whose(line, file)}<span class="soft small">{escape(line.number)}</span></td>'
        f"<td>{escape(line.told_by)}</td><td>{_opened(line)}</td></tr>"
    )


def _whose(line: Line, file: Way) -> str:
    if line.registration:
        return f'<a href="{file[0]}{line.registration}{file[1]}">{escape(line.person)}</a><br>'
    return f'<span class="soft small">{_("n’est plus dans votre service")}</span>' if line.has_left else ""


def _opened(line: Line) -> str:
    if line.opened:
        return f'<span class="nowrap">{escape(line.opened)}</span>'
    return f'<span class="soft">{_("pas encore")}</span>' if line.is_issued else ""
