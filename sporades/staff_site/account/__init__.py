"""« Mon compte » of an officer: password, second factors, devices."""
