from django.db import migrations

from partnership.account_headings import keep_headings


def keep(apps, schema_editor):
    keep_headings(apps.get_model("partnership", "AccountHeading"))


class Migration(migrations.Migration):
    dependencies = [("partnership", "0002_convention_life")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop, elidable=False)]
