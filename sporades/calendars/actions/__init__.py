"""Everything that can be done to a calendar, one transaction each."""

from sporades.calendars.actions.loading import load

__all__ = ["load"]
