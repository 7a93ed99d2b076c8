"""What Django's admin would list of people, and the desks do not.

People have pages of their own (`monograph.admin.people`), whose verbs are on the record. Nobody may read keys and
recovery codes, and only the verbs change them (`accounts.second_factor`).
"""

import django.contrib.auth.admin  # noqa: F401  # registers accounts and groups
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static import admin as otp_static
from django_otp.plugins.otp_totp import admin as otp_totp

admin.site.unregister([User, Group, otp_static.StaticDevice, otp_totp.TOTPDevice])
