"""Users with their profiles. History refers to them, so they are never deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static import admin as otp_static
from django_otp.plugins.otp_totp import admin as otp_totp

from ...accounts.one_time_codes import get_app_id
from ...models import Profile
from .base import RecordedAdmin


class ProfileInline(admin.StackedInline):
    model = Profile
    can_delete = False
    verbose_name_plural = "printed name and license"


admin.site.unregister([User, Group])
# Nobody may read keys and recovery codes, and only the verbs change them (accounts.second_factor).
admin.site.unregister([otp_static.StaticDevice, otp_totp.TOTPDevice])


@admin.register(Group)
class RoleAdmin(RecordedAdmin, GroupAdmin):
    also_recorded = (User,)  # their states name their roles


@admin.register(User)
class PersonAdmin(RecordedAdmin, UserAdmin):
    also_recorded = (Profile,)
    inlines = [ProfileInline]
    readonly_fields = ["second_factor"]
    fieldsets = [*(UserAdmin.fieldsets or []), ("Second factor", {"fields": ["second_factor"]})]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="second factor")
    def second_factor(self, person: User) -> str:
        if get_app_id(person) is None:
            return "Not set up."
        address = reverse("second_factor_lost", args=[person.pk])
        return format_html('Set up. <a href="{}">Remove it because it is lost</a>', address)
