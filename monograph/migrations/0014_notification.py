import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monograph", "0013_names_tell_their_guide"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RenameModel("Notice", "Notification"),
        migrations.RenameIndex("notification", new_name="notification_waiting", old_name="notice_waiting"),
        migrations.AlterField(
            "notification",
            "recipient",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
