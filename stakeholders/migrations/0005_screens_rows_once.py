"""What stands once in a list is looked at when all of its rows are saved: two of them may change places."""

from django.db import migrations, models
from django.db.models import Deferrable

from accounts.security import AtOnce


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0004_events_of_parts")]

    operations = [
        AtOnce(
            migrations.RemoveConstraint("attendance", "stakeholders_attendance_once"),
            migrations.AddConstraint(
                "attendance",
                models.UniqueConstraint(
                    fields=("city", "consultation", "organisation"),
                    name="stakeholders_attendance_once",
                    violation_error_message="This organisation stands in the list already.",
                    deferrable=Deferrable.DEFERRED,
                ),
            ),
            migrations.RemoveConstraint("headcount", "stakeholders_headcount_once"),
            migrations.AddConstraint(
                "headcount",
                models.UniqueConstraint(
                    fields=("city", "consultation", "axis", "code"),
                    name="stakeholders_headcount_once",
                    deferrable=Deferrable.DEFERRED,
                ),
            ),
        )
    ]
