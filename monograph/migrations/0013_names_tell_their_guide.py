"""Names also hold what they lead to, and PostgreSQL finds words by the cost of a function."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_from_editions(apps, schema_editor):
    using = schema_editor.connection.alias
    own = apps.get_model("monograph", "Edition").objects.using(using).filter(pk=OuterRef("edition_id"))
    apps.get_model("monograph", "PublicName").objects.using(using).update(
        brand=Subquery(own.values("brand_name")),
        generic=Subquery(own.values("generic_name")),
        guide=Subquery(own.values("monograph__slug")),
    )


def drop_indexes(apps, schema_editor):
    """Of another expression; `search.install_after_migrate` makes those of today."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS publictext_names, publictext_uses, publictext_words")


class Migration(migrations.Migration):
    dependencies = [("monograph", "0012_former_addresses")]

    operations = [
        *(
            migrations.AddField(
                "publicname", name, models.CharField(max_length=length, default=""), preserve_default=False
            )
            for name, length in (("brand", 200), ("generic", 200), ("guide", 80))
        ),
        migrations.RunPython(copy_from_editions, migrations.RunPython.noop),
        migrations.RunPython(drop_indexes, drop_indexes),
    ]
