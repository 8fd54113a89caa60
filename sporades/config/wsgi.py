"""The door of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from sporades.config.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sporades.config.settings")

application = get_wsgi_application()
refuse_to_start()
