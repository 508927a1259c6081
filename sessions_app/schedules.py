"""Where django-q finds the tick: the path is in its rows, which processes of two releases may share."""

from sessions_app.housekeeping.schedules import tick

__all__ = ["tick"]
