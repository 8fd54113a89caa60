"""The roots of the journal, day by day: what anybody keeps so that the past cannot be rewritten."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sporades.adapters import certificates as known_certificates
from sporades.adapters import signing
from sporades.candidate_site.public.views import PAGES
from sporades.journal import roots
from sporades.rules import french

SHOWN = 31  # days; all of them are in the file


@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    days = [(french.plain_day(one.day), one) for one in roots.published(last=SHOWN)]
    context = {"days": days, "keys": signing.public_keys()}
    return render(request, PAGES + "proofs.html", context)


@require_safe
def roots_json(request: HttpRequest) -> HttpResponse:
    said = {
        "format": roots.FORMAT,
        "keys": signing.public_keys(),
        "roots": [
            {"statement": day.statement, "digest": day.digest, "key": day.key_id, "signature": day.signature}
            for day in roots.published()
        ],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Whose cachet our papers bear, the one that signs now first: what a reader of PDF is given to trust."""
    content = "".join(f"# {one.owner}, {one.fingerprint}\n{one.pem}" for one in known_certificates.known())
    return HttpResponse(content, content_type="application/x-pem-file; charset=utf-8")


@require_safe
def proof_tool(request: HttpRequest) -> FileResponse:
    tool = settings.BASE_DIR / "tools" / "verify_proof.py"
    return FileResponse(tool.open("rb"), as_attachment=True, content_type="text/x-python; charset=utf-8")
