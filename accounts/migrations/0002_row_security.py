from django.db import migrations

from accounts.security import grant_to_app, protect, protect_history


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        grant_to_app(),
        protect("accounts_processingrecord"),
        protect_history("accounts_processingrecordevent"),
    ]
