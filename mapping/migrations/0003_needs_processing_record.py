from django.db import migrations

from accounts.security import needs_processing_record


class Migration(migrations.Migration):
    dependencies = [("mapping", "0002_row_security"), ("accounts", "0007_needs_processing_record")]

    operations = [needs_processing_record("mapping_observation", "mapping_observationimport")]
