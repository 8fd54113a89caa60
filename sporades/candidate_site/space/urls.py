"""The addresses of the candidate's own pages."""

from django.urls import URLPattern, path

from sporades.candidate_site.space import (
    views,
    views_deposits,
    views_going_back,
    views_messages,
    views_papers,
    views_pieces,
    views_replacement,
    views_returned,
    views_signing,
)

urlpatterns: list[URLPattern] = [
    path("mes-inscriptions/", views.space, name="space"),
    path("mes-justificatifs/", views_pieces.pieces, name="pieces"),
    path("mes-documents/", views_papers.documents, name="documents"),
    path("courriels-non-remis/", views_returned.returned_mails, name="returned_mails"),
    path("inscriptions/<uuid:registration_id>/", views.registration, name="registration"),
    path("inscriptions/<uuid:registration_id>/agenda.ics", views.agenda, name="registration_agenda"),
    path("inscriptions/<uuid:registration_id>/desinscription/", views.withdraw, name="withdraw"),
    path(
        "inscriptions/<uuid:registration_id>/version-signee/",
        views_going_back.go_back,
        name="go_back",
    ),
    path(
        "inscriptions/<uuid:registration_id>/justificatifs/",
        views_pieces.registration_pieces,
        name="registration_pieces",
    ),
    path(
        "inscriptions/<uuid:registration_id>/documents/",
        views_papers.registration_documents,
        name="registration_documents",
    ),
    path(
        "inscriptions/<uuid:registration_id>/messages/",
        views_messages.registration_messages,
        name="registration_messages",
    ),
    path("justificatifs/<uuid:piece_id>/", views_pieces.piece, name="piece"),
    path("justificatifs/<uuid:piece_id>/signature/", views_signing.sign, name="sign"),
    path("justificatifs/<uuid:piece_id>/remplacement/", views_replacement.replacement, name="replacement"),
    path("depots/<uuid:deposit_id>/", views_deposits.receipt, name="receipt"),
    path("depots/<uuid:deposit_id>.pdf", views_deposits.whole, name="deposit_pdf"),
    path("depots/<uuid:deposit_id>/preuve/", views_deposits.proof, name="deposit_proof"),
    path("depots/<uuid:deposit_id>/preuve.json", views_deposits.proof_json, name="deposit_proof_json"),
    path("depots/fichiers/<uuid:file_id>/", views_deposits.file, name="deposit_file"),
    path("documents/<uuid:document_id>/", views_papers.document, name="document"),
    path("documents/<uuid:document_id>.pdf", views_papers.document_pdf, name="document_pdf"),
]
