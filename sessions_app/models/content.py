"""Messages with buttons, as Twilio keeps them."""

from django.db import models


class ContentTemplate(models.Model):
    """A Content resource at Twilio: a list of choices in one language, with its buttons."""

    name = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    sid = models.CharField(max_length=34, blank=True, help_text="Blank until it is made.")
    digest = models.CharField(max_length=16, blank=True, help_text="Of all that it says.")
    body = models.TextField(blank=True, help_text="With {{1}} for a line that differs from reply to reply.")
    claimed_at = models.DateTimeField(null=True, help_text="Since when `make_content` is at it.")
    refused_at = models.DateTimeField(null=True, help_text="Since when replies go without it.")
    refused_code = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="content_template_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
