from django.db import migrations

from accounts.security import make_needs_processing_record


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_invitation_sent")]

    operations = [make_needs_processing_record()]
