"""The addresses of the account."""

from django.urls import path

from sporades.candidate_site.account.views import emails, entering, opening, particulars, passwords, records

urlpatterns = [
    path("connexion/", entering.login, name="login"),
    path("deconnexion/", entering.logout, name="logout"),
    path("compte/", particulars.account, name="account"),
    path("compte/creer/", opening.sign_up, name="sign_up"),
    path("compte/creer/envoye/", opening.sign_up_done, name="sign_up_done"),
    path("compte/renvoyer/", opening.resend, name="resend"),
    path("compte/activer/<str:token>/", opening.activate, name="activate"),
    path("compte/identite/", particulars.identity_edit, name="identity_edit"),
    path("compte/coordonnees/", particulars.contact_edit, name="contact_edit"),
    path("compte/rectification/", particulars.rectification, name="rectification"),
    path("compte/adresse/", emails.email_change, name="email_change"),
    path("compte/adresse/<str:token>/", emails.email_confirm, name="email_confirm"),
    path("compte/adresse/retablir/<str:token>/", emails.email_restore, name="email_restore"),
    path("compte/mot-de-passe/", passwords.password_change, name="password_change"),
    path("compte/mes-donnees/", records.own_data, name="own_data"),
    path("compte/appareils/", entering.devices, name="devices"),
    path("mot-de-passe-oublie/", passwords.password_reset, name="password_reset"),
    path("mot-de-passe-oublie/envoye/", passwords.password_reset_done, name="password_reset_done"),
    path(
        "mot-de-passe-oublie/<uuid:account_id>/<str:token>/",
        passwords.password_reset_confirm,
        name="password_reset_confirm",
    ),
]
