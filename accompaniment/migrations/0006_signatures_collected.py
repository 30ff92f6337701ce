from django.db import migrations
from django.utils import timezone


def keep_those_collected(apps, schema_editor):
    """Until now a person had one signature, whatever the dates: it goes to the date of its day."""
    signature = apps.get_model("accompaniment", "Signature")
    signed = apps.get_model("accompaniment", "Attendance").objects.filter(
        signature__isnull=False, signature__cancelled_at__isnull=True
    )
    for row in signed.select_related("gathering").order_by("pk"):
        dates = list(row.gathering.dates.filter(postponed_reason="").order_by("date", "pk"))
        day = timezone.localdate(row.signed_at) if row.signed_at else None
        that_day = [one for one in dates if one.date == day]
        signature.objects.create(
            attendance=row, date=next(iter([*that_day, *dates]), None), file_id=row.signature_id
        )


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0005_signatures_by_date")]

    operations = [
        migrations.RunPython(keep_those_collected, migrations.RunPython.noop, elidable=False)
    ]
