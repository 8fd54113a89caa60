"""The addresses of the public pages, as they are said on the telephone."""

from django.urls import URLPattern, path

from sporades.candidate_site.public import views, views_data, views_proofs, views_texts, views_verifying

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("diplomes/", views.diplomas, name="diplomas"),
    path("diplomes/<slug:slug>/", views.diploma, name="diploma"),
    path("diplomes/<slug:slug>/<slug:code>/", views.specialty, name="specialty"),
    path("avant-de-commencer/", views_texts.before, name="before"),
    path("aide/", views_texts.help_page, name="help"),
    path("mentions-legales/", views_texts.legal_notices, name="legal_notices"),
    path("donnees-personnelles/", views_texts.personal_data, name="personal_data"),
    path("accessibilite/", views_texts.accessibility, name="accessibility"),
    path("plan-du-site/", views_texts.site_map, name="site_map"),
    path("preuves/", views_proofs.proofs, name="proofs"),
    path("verifier/", views_verifying.verify, name="verify"),
    # In capitals: so a printed code is smaller. It is also typed by hand.
    path("V/<str:reference>", views_verifying.printed_code, name="printed_code"),
    path("v/<str:reference>", views_verifying.printed_code),
    path("preuves/certificats.pem", views_proofs.certificates, name="certificates"),
    path("preuves/racines.json", views_proofs.roots_json, name="roots_json"),
    path("preuves/verify_proof.py", views_proofs.proof_tool, name="proof_tool"),
    path("calendrier.json", views_data.calendar_json, name="calendar_json"),
    path("calendrier.ics", views_data.calendar_ics, name="calendar_ics"),
    path("robots.txt", views_data.robots, name="robots"),
    path(".well-known/security.txt", views_data.security, name="security"),
]
