"""Users as operators know them: a page for each, who looks after them, and what was noted."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sessions_app.phones import PHONE_MAX_LENGTH


class Person(models.Model):
    """The user of a phone, from the first time that operators need a page about this user.

    Its id is the page's address. It outlives sessions: it goes when nothing else of the user is left.
    """

    phone = models.CharField(max_length=PHONE_MAX_LENGTH)
    assigned_to = models.CharField(
        max_length=150, blank=True, db_default="", help_text="The operator who looks after this user."
    )

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(fields=["phone"], name="person_phone_unique")]
        indexes = [
            models.Index(fields=["assigned_to"], name="person_assigned_to", condition=~Q(assigned_to=""))
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Note(models.Model):
    """What an operator wrote about a user for colleagues. The user and the bot never see it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")
    operator = models.CharField(max_length=150, help_text="The author's user name at that time.")
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"note {self.pk}"
