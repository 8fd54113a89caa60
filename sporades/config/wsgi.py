"""The door of the web server."""

import os
from io import StringIO

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sporades.config.settings")

application = get_wsgi_application()
# What must never run for real refuses to start, here as in every command.
call_command("check", tags=["sporades"], stdout=StringIO())
