"""The rules of every row of a city, for mails, what waits, what is asked, answers, members on paper and links."""

from django.db import migrations

from accounts.security import bounded, no_city, protect, protect_history, same_city

WITH_HISTORY = ("notices_networkbody", "notices_asked", "notices_answer")
TABLES = (*WITH_HISTORY, "notices_noticepace", "notices_mailing", "notices_wait", "notices_letter", "notices_feedlink")
WAS = bounded("notices_changenotice", "why", "affects", "decided")
OF_NOTICE = {"notice_id": "notices_changenotice", "body_id": "notices_networkbody"}


class Migration(migrations.Migration):
    dependencies = [("notices", "0009_mailings")]

    operations = [
        no_city(),
        *(same_city(f"notices_{each}", OF_NOTICE, are_protected=True) for each in ("asked", "answer", "letter")),
        *(
            same_city(f"notices_{each}", {"mailing_id": "notices_mailing"}, are_protected=True)
            for each in ("wait", "delivery")
        ),
        *(protect(table) for table in TABLES),
        *(protect_history(f"{table}event") for table in WITH_HISTORY),
        migrations.RunSQL(WAS.reverse_sql, WAS.sql),
        bounded("notices_changenotice", "why", "affects", "decided", "question"),
        bounded("notices_networkbody", "address"),
        bounded("notices_answer", "text"),
    ]
