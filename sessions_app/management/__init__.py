"""The commands of the sessions for manage.py."""

SETTINGS_CHECKS = "settings"
"""The tag of the checks that our commands run first, those of what an operator has set.

Django's own look at the code and load the whole admin for it, which takes longer than the rest of a
start: `manage.py check` and each web process run them.
"""
