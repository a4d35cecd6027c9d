from django.db import migrations, models

FINAL = ("minutes_sent", "approved", "closed")


def mark_newest_minutes(apps, schema_editor):
    """What was sent out before there was a mark: of meetings whose minutes are out, the newest version is them."""
    versions = apps.get_model("meetings", "Version").objects.filter(meeting__state__in=FINAL)
    newest = {version.meeting_id: version for version in versions.order_by("number")}
    for version in newest.values():
        version.is_final = True
        version.save(update_fields=["is_final"])


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="is_final",
            field=models.BooleanField(default=False, verbose_name="udsendt som referat"),
        ),
        migrations.RunPython(mark_newest_minutes, migrations.RunPython.noop, elidable=True),
    ]
