from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monograph', '0014_notification'),
    ]

    operations = [
        migrations.AddField(
            model_name='sectionkind',
            name='also_called',
            field=models.JSONField(blank=True, default=list, help_text='What writers call the section beside its heading, lowercase.'),
        ),
        migrations.AddField(
            model_name='sectionkind',
            name='groups_serious_effects',
            field=models.BooleanField(default=False, help_text='On the page, serious effects are set off from the others.'),
        ),
        migrations.AddField(
            model_name='sectionkind',
            name='is_about_other_medicines',
            field=models.BooleanField(default=False, help_text='Preflight takes no other medicine in it for this one.'),
        ),
        migrations.AddField(
            model_name='sectionkind',
            name='needs_emergency_number',
            field=models.BooleanField(default=False, help_text='Preflight asks for a number to call in an emergency.'),
        ),
    ]
