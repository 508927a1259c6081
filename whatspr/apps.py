from django.apps import AppConfig


class WhatsprConfig(AppConfig):
    name = "whatspr"

    def ready(self) -> None:
        from whatspr import checks  # noqa: F401  (registers the system checks)
