"""People: Django's users with their printed name. They are deactivated, never deleted: history names them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from ...models import Profile


class ProfileInline(admin.StackedInline):
    model = Profile
    can_delete = False
    verbose_name_plural = "how this person signs"


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    inlines = [ProfileInline]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
