"""The pages of the demonstration."""

from django.urls import path

from sporades.demo import views

urlpatterns = [
    path("", views.accounts, name="demo_accounts"),
    path("sauter/", views.jump, name="demo_jump"),
    path("saut/", views.played, name="demo_played"),
    path("recommencer/", views.again, name="demo_again"),
    path("boite/", views.mailbox, name="demo_mailbox"),
    path("boite/<uuid:notice_id>/", views.mail, name="demo_mail"),
    path("boite/<uuid:notice_id>/html/", views.mail_html, name="demo_mail_html"),
]
