from django.db import migrations

from accounts.security import protect_history


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people")]

    operations = [protect_history("accounts_membershipevent")]
