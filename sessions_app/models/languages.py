"""The language in which a user is answered."""

from django.db import models

from sessions_app.phones import PHONE_MAX_LENGTH


class ChatLanguage(models.Model):
    """The language of a phone's fixed texts: chosen by its user, or guessed from their words.

    It outlives the conversation; see `conversations.chat_language`.
    """

    class Language(models.TextChoices):
        EN = "en", "English"
        DE = "de", "Deutsch"
        ES = "es", "Español"
        HE = "he", "עברית"

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    language = models.CharField(max_length=2, choices=Language)
    chosen = models.BooleanField(help_text="The user has chosen it: no guess takes its place.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone"], name="chat_language_phone_unique")]

    def __str__(self) -> str:
        return f"chat language {self.pk}"
