"""Under which addresses a user writes."""

from django.db import models

from sessions_app.phones import PHONE_MAX_LENGTH


class UserAddress(models.Model):
    """One of several addresses of a user, and the one that everything of the user is kept under."""

    address = models.CharField(max_length=PHONE_MAX_LENGTH)
    phone = models.CharField(max_length=PHONE_MAX_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address"], name="user_address_unique")]
        indexes = [models.Index(fields=["phone"], name="user_address_phone")]

    def __str__(self) -> str:
        return f"address {self.pk}"
