"""Usernames and addresses of accounts become unique, whatever their case; requests for new passwords wait in a table."""

from collections import defaultdict

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Upper

# As `iexact` compares: the verbs ask the same index.
CONSTRAINTS = (
    models.UniqueConstraint(Upper("username"), name="monograph_username_unique"),
    models.UniqueConstraint(Upper("email"), condition=~models.Q(email=""), name="monograph_email_unique"),
)


def refuse_duplicates(apps, schema_editor):
    users, accounts = apps.get_model("auth", "User").objects.order_by("pk"), defaultdict(list)
    for field in ("username", "email"):
        # By the database's own idea of case, which is that of the indexes.
        for user in users.exclude(**{field: ""}).annotate(same=Upper(field)):
            accounts[field, user.same].append(f"{user.username} (account {user.pk})")
    shared = [", ".join(owners) for owners in accounts.values() if len(owners) > 1]
    if shared:
        listed = "; ".join(shared)
        raise RuntimeError(f"Accounts share a username or an address. Change all but one of each, then migrate. {listed}")


def add_constraints(apps, schema_editor):
    user = apps.get_model("auth", "User")
    for constraint in CONSTRAINTS:
        schema_editor.add_constraint(user, constraint)


def remove_constraints(apps, schema_editor):
    user = apps.get_model("auth", "User")
    for constraint in CONSTRAINTS:
        schema_editor.remove_constraint(user, constraint)


class Migration(migrations.Migration):
    dependencies = [
        ("monograph", "0009_passkeys"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordLinkRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=254)),
                ("asked_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(refuse_duplicates, migrations.RunPython.noop),
        migrations.RunPython(add_constraints, remove_constraints),
    ]
