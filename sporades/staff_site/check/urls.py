"""The addresses of the check."""

from django.urls import URLPattern, path

from sporades.staff_site.check import views, views_acquis, views_batch, views_file, views_piece, views_reasons

urlpatterns: list[URLPattern] = [
    path("controle/", views.next_one, name="staff_check_next"),
    path("controle/touches/", views.keys, name="staff_check_keys"),
    path("controle/lot/", views_batch.batch, name="staff_check_batch"),
    path("controle/motifs/", views_reasons.refusal_reasons, name="staff_check_reasons"),
    path("controle/fichier/<uuid:file_id>/", views.sheet, name="staff_check_sheet"),
    path("controle/lot/selection/", views_batch.selection, name="staff_check_selection"),
    path("controle/lot/annuler/", views_batch.undo_batch, name="staff_check_undo_batch"),
    path("controle/annuler/<uuid:verdict_id>/", views_piece.undo, name="staff_check_undo"),
    path("controle/<uuid:piece_id>/", views.check, name="staff_check"),
    path("controle/<uuid:piece_id>/valider/", views_piece.accept, name="staff_check_accept"),
    path("controle/<uuid:piece_id>/refuser/", views_piece.refuse, name="staff_check_refuse"),
    path("controle/<uuid:piece_id>/dispenser/", views_piece.waive, name="staff_check_waive"),
    path("controle/<uuid:piece_id>/acquis/", views_acquis.acquis, name="staff_check_acquis"),
    path("controle/<uuid:piece_id>/reconnaitre/", views_piece.recognise, name="staff_check_recognise"),
    path("controle/dossier/<uuid:registration_id>/", views_file.file, name="staff_check_file"),
    path("controle/dossier/<uuid:registration_id>/recevable/", views_file.admit, name="staff_check_admit"),
    path("controle/dossier/<uuid:registration_id>/demander/", views_file.ask, name="staff_check_ask"),
    path("controle/dossier/<uuid:registration_id>/hors-delai/", views_file.late, name="staff_check_late"),
]
