"""Sporades: registering for a French professional exam, and the office that examines it."""
