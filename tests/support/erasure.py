"""All that is stored, as text, to be searched for what must not be there."""

from django.apps import apps
from django.core import serializers


def everything_stored() -> list[str]:
    """Return each row of each table: the label of its model and the row as JSON, with its own characters."""
    return [
        f"{model._meta.label} {serializers.serialize('json', [row], ensure_ascii=False)}"
        for model in apps.get_models()
        for row in model._base_manager.all()
    ]
