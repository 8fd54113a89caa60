"""Has a browser looked at every page that the service has?

A page is looked at by axe, at 320 and 1280 px, and its HTML is checked: a page
that no test opens would be the one that shuts somebody out.
"""

from collections.abc import Iterator

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from tests.services.vnu import SeenPages

NOT_PAGES = {
    "abandon_changes": "a button, not a page",
    "calendar_ics": "data",
    "certificates": "data",
    "calendar_json": "data",
    "deposit_file": "the candidate's own file",
    "deposit_pdf": "the candidate's own file",
    "document_pdf": "a PDF; the page « document » says the same, or of the office's own what it is",
    "log_out_others": "a button, not a page",
    "logout": "a button, not a page",
    "deposit_proof_json": "data",
    "proof_tool": "a program",
    "printed_code": "the page « verify », with its answer",
    "registration_agenda": "data",
    "robots": "text",
    "roots_json": "data",
    "staff_check_accept": "a button, not a page",
    "staff_check_admit": "a button, not a page",
    "staff_check_late": "a button, not a page",
    "staff_check_sheet": "a picture of what was given",
    "staff_check_selection": "a button of the work list: what it shows is the list of a batch",
    "staff_check_undo_batch": "a button, not a page",
    "staff_check_undo": "a button, not a page",
    "staff_evidence_pdf": "a PDF",
    "staff_deadline_drop": "a button, not a page",
    "staff_deadline_sign": "a button, not a page",
    "security": "text",
    "staff_publication_sheet": "a picture of what will be published",
    "staff_publication_stop": "a button, not a page",
    "staff_publication_strike": "a button, not a page",
    "staff_check_next": "leads to the next file of the work list",
    "staff_calendar_approve": "a button, not a page",
    "staff_calendar_change": "a button, not a page",
    "staff_calendar_draft_file": "data",
    "staff_calendar_drop": "a button, not a page",
    "staff_calendar_file": "data",
    "staff_calendar_propose": "a button, not a page",
    "staff_calendar_publish": "a button, not a page",
    "staff_calendar_send_back": "a button, not a page",
    "staff_export_decide": "two buttons; a refusal without a reason is the page of the export",
    "staff_export_file": "the file that was asked for",
    "staff_purge_approve": "a button, not a page",
    "staff_purge_certificate": "data",
    "staff_purge_drop": "a button, not a page",
    "staff_purge_freeze": "a button, not a page",
    "staff_search_forget": "a button, not a page",
    "staff_searches": "a button; its refusal is the work list",
    "staff_stop_seeing": "a button, not a page",
    "staff_take_over": "a button, not a page",
    "staff_home": "leads each role to its first page",
}


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every address that has a name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry


def name_at(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


@pytest.mark.last
def test_a_browser_has_looked_at_every_page(seen_pages: SeenPages) -> None:
    looked_at = {name_at(path) for path in seen_pages.looked_at}

    forgotten = {route.name for route in routes(get_resolver())} - NOT_PAGES.keys() - looked_at

    assert not forgotten, f"no test looks at: {', '.join(sorted(forgotten))}"
