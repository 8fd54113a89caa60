"""From what does a new calendar begin: last year's, a blank page, or a file that somebody sends?"""

from django import forms

from sporades.calendars import files
from sporades.calendars.queries import office
from sporades.reference.check import BadReference, CalendarFile, read_content
from sporades.reference.load import reference
from sporades.reference.write import table_of
from sporades.rules.rights import Mandate
from sporades.staff_site.calendar.writing import Table, say

_NOT_YOURS = "import_of_another_academy"
_NOTHING = "nothing_to_copy"
MAX_BYTES = 200_000


def table(form: forms.Form, mandate: Mandate) -> Table | None:
    """The tables to begin with; None, with the reasons on the form, if there are none."""
    academy, session = form.cleaned_data["academy"], form.cleaned_data["exam_session"]
    match form.cleaned_data["origin"]:
        case "file":
            return _imported(form, mandate)
        case "copy":
            return _copied(form, academy, session, mandate)
    return files.blank(academy, reference().academies[academy].zone, exam_session=session)


def _copied(form: forms.Form, academy: str, session: int, mandate: Mandate) -> Table | None:
    before = [
        one
        for one in office.campaigns_to_copy(mandate)
        if one.academy == academy and one.exam_session < session
    ]
    if not before:
        form.add_error("origin", reference().say(_NOTHING))
        return None
    return files.next_year(files.file_of(before[0]), exam_session=session)


def _imported(form: forms.Form, mandate: Mandate) -> Table | None:
    (sent,) = form.cleaned_data["file"][:1]
    try:
        read = read_content(sent.read(MAX_BYTES + 1), name=sent.name or "")
    except BadReference as bad:
        for problem in bad.problems:
            said = say(problem.mistake)
            form.add_error("file", reference().say("import_line", line=str(problem.line), said=said))
        return None
    return _of_the_mandate(form, read, mandate)


def _of_the_mandate(form: forms.Form, read: CalendarFile, mandate: Mandate) -> Table | None:
    if read.academy not in mandate.academies:
        form.add_error("file", reference().say(_NOT_YOURS))
        return None
    return table_of(read)
