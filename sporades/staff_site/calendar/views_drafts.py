"""How does an administrator write a calendar: begun, its parts, its windows, seen as a candidate will?"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sporades.calendars import access, files
from sporades.calendars.actions import drafting
from sporades.calendars.queries import office
from sporades.reference.load import reference
from sporades.reference.write import table_of as tables_of
from sporades.rules.reasons import Blocked
from sporades.rules.rights import Act
from sporades.staff_site.calendar import beginning, drafted, previewing, writing
from sporades.staff_site.calendar.forms import BeginForm, GeneralForm, ReasonForm, SentenceForm, WindowForm
from sporades.staff_site.calendar.saying import complain, flash_blocked
from sporades.staff_site.calendar.views import rights
from sporades.staff_site.doors import OfficerRequest, officer_may

PAGES = "staff_site/calendar/"
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
@officer_may(Act.EDIT_CALENDAR)
def begin(request: OfficerRequest) -> HttpResponse:
    """A new campaign: copied, blank, or from a file."""
    form = BeginForm(request.POST or None, request.FILES or None, mandate=request.mandate)
    if request.method == "POST" and form.is_valid():
        table = beginning.table(form, request.mandate)
        try:
            draft = drafting.begin(table, by=request.actor, now=request.now) if table else None
        except Blocked as blocked:
            complain(form, blocked)
        else:
            if draft is not None:
                return redirect("staff_calendar_draft", draft.id)
    return render(request, PAGES + "begin.html", {"form": form})


@officer_may(Act.EDIT_CALENDAR)
@require_POST
def change(request: OfficerRequest, calendar_id: UUID) -> HttpResponse:
    """A draft of what this published campaign should become."""
    row = access.campaign_to_edit(request.mandate, calendar_id)
    table = tables_of(files.file_of(row))
    try:
        draft = drafting.begin_change(row, table, by=request.actor, now=request.now)
    except Blocked as blocked:
        flash_blocked(request, blocked)
        return redirect("staff_calendar_campaign", calendar_id)
    return redirect("staff_calendar_draft", draft.id)


@require_safe
@officer_may(Act.READ_CALENDAR)
def draft(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    row = access.draft_for(request.mandate, draft_id)
    context = {
        "draft": row,
        "seen": drafted.seen(row, now=request.now),
        "may": rights(request),
        "is_author": str(request.officer.id) in {row.proposed_by, row.changed_by},
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "sentence_form": SentenceForm(auto_id="sentence_%s"),
    }
    return render(request, PAGES + "draft.html", context)


@require_http_methods(GET_OR_POST)
@officer_may(Act.EDIT_CALENDAR)
def general(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """What holds for every diploma of the draft."""
    row = access.draft_for(request.mandate, draft_id)
    table = writing.table_of(row)
    form = GeneralForm(request.POST or None, initial=writing.general_initial(table))
    if request.method == "POST" and form.is_valid():
        table = writing.with_general(table, form.cleaned_data)
        writing.complain_of_general(form, table)
        if not form.errors and drafted.kept(request, row, table, form):
            return redirect("staff_calendar_draft", row.id)
    context = {"form": form, "draft": row, "title": drafted.title(row)}
    return render(request, PAGES + "general.html", context)


@require_http_methods(GET_OR_POST)
@officer_may(Act.EDIT_CALENDAR)
def window(request: OfficerRequest, draft_id: UUID, diploma: str) -> HttpResponse:
    """One diploma's window in the draft."""
    row, known = access.draft_for(request.mandate, draft_id), reference().diplomas.get(diploma)
    if known is None:
        raise Http404
    table = writing.table_of(row)
    form = WindowForm(request.POST or None, initial=writing.window_initial(writing.window_of(table, diploma)))
    if request.method == "POST" and form.is_valid():
        table = writing.with_window(table, diploma, form.cleaned_data)
        writing.complain_of_window(form, table, diploma)
        if not form.errors and drafted.kept(request, row, table, form):
            return redirect("staff_calendar_draft", row.id)
    context = {"form": form, "draft": row, "title": drafted.title(row), "diploma": known}
    return render(request, PAGES + "window.html", context)


@require_safe
@officer_may(Act.READ_CALENDAR)
def preview(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """The public pages as they would be, were the draft published."""
    row = access.draft_for(request.mandate, draft_id)
    file = drafted.readable(row)
    if file is None:
        raise Http404
    at = previewing.instant(request.GET.get("quand", ""), file, now=request.now)
    context = previewing.page(file, office.previewed(file, now=at), at=at)
    return render(request, PAGES + "preview.html", {"draft": row, **context})
