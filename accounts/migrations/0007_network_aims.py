"""What a city's prevention network sets out to do, printed in every diagnosis."""

from django.db import migrations, models

from accounts.security import bounded


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_opinion_day")]

    operations = [
        migrations.AddField(
            model_name="city",
            name="common_goal",
            field=models.TextField(blank=True, max_length=2000, verbose_name="common goal of the prevention network"),
        ),
        migrations.AddField(
            model_name="city",
            name="mission",
            field=models.TextField(blank=True, max_length=2000, verbose_name="mission of the prevention network"),
        ),
        bounded("accounts_city", "mission", "common_goal"),
    ]
