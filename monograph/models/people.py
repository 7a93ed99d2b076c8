from django.conf import settings
from django.db import models


class Profile(models.Model):
    """How a person's name and credentials are printed under what they sign. Frozen into each signature."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="profile")
    printed_name = models.CharField(max_length=150)
    credentials = models.CharField(max_length=100, blank=True, help_text="Such as PharmD, BCOP.")

    class Meta:
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.printed_name, self.credentials]))
