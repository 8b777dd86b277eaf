from django.db import migrations

from accounts.security import protect, protect_history, same_city


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        # before the policies: checking a constraint reads rows, and under FORCE its owner sees none
        same_city("notices_delivery", {"notice_id": "notices_changenotice"}),
        protect("notices_changenotice"),
        protect("notices_delivery"),
        protect_history("notices_changenoticeevent"),
    ]
