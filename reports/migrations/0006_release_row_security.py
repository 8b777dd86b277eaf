from django.db import migrations

from accounts.security import protect, protect_history, same_city

# Judgements made before the proposed sentence was kept beside the printed one. FORCE hides rows from their owner too.
FILL = """
ALTER TABLE reports_judgement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE reports_judgement DISABLE TRIGGER USER;
UPDATE reports_judgement SET proposed = statement, proposed_confidence = confidence WHERE proposed = '';
ALTER TABLE reports_judgement ENABLE TRIGGER USER;
ALTER TABLE reports_judgement FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_release"), ("accounts", "0002_row_security")]

    operations = [
        same_city("reports_releasecheck", {"diagnosis_id": "reports_diagnosis"}, are_protected=True),
        protect("reports_releasecheck"),
        protect_history("reports_releasecheckevent"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
