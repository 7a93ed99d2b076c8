"""Names also hold what they lead to; words are found by indexes that are made another way."""

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
    """`search.install_after_migrate` makes those of today."""
    statements = {
        "postgresql": "DROP INDEX IF EXISTS publictext_names, publictext_uses, publictext_words",
        "sqlite": "DROP TABLE IF EXISTS monograph_publictext_fts",
    }
    schema_editor.execute(statements[schema_editor.connection.vendor])


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
