"""Who wants no messages from us."""

from django.db import models


class OptOut(models.Model):
    """A phone that has opted out, by its keyed hash (`privacy.hashes`). It outlives their messages."""

    class How(models.TextChoices):
        WORD = "word", "a word like STOP"
        TWILIO = "twilio", "Twilio's Advanced Opt-Out"
        ERROR = "21610", "Twilio's error 21610"

    hash = models.CharField(max_length=64)
    opted_out_at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hash"], name="opt_out_hash_unique")]

    def __str__(self) -> str:
        return f"opt-out {self.pk}"
