"""What counts once: decisions on pairs of records, series, totals of years; and the index that counting reads."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_lengths'),
        ('accounts', '__first__'),
        ('mapping', '0010_markings'),
    ]

    operations = [
        AtOnce(
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='amber', editable=False, max_length=12, verbose_name='marking')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('city', 'id'), name='mapping_series_city_row'), models.UniqueConstraint(fields=('city', 'name'), name='mapping_series_name', violation_error_message='There is a series of this name already.')],
            },
        ),
        migrations.CreateModel(
            name='SeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='amber', editable=False, max_length=12, verbose_name='marking')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mapping.series')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='mapping_ser_city_id_e4f471_idx')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_seriesevent" ("city_id", "created_at", "id", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."city_id", new_values."created_at", new_values."id", new_values."marking", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='24bd761d6ad3b497e4174fc185b2bddb9ed24b08', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3cd87', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_seriesevent" ("city_id", "created_at", "id", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."city_id", new_values."created_at", new_values."id", new_values."marking", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7acb070bcbb1992b53c5cd5a2ace53faa76fbf87', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_caa24', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_seriesevent" ("city_id", "created_at", "id", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."city_id", old_values."created_at", old_values."id", old_values."marking", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4c3b718607615a4b93e98c253a9f75bacecc9ee1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d6868', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seriesevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1c710a44b865d3f219f293a2e2b6ab80a16363b2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f1a5d', table='mapping_seriesevent', when='BEFORE')),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='observation',
            name='counts_below',
            field=models.CharField(blank=True, choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], editable=False, max_length=12, verbose_name='counts below'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='counts_below',
            field=models.CharField(blank=True, choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], editable=False, max_length=12, verbose_name='counts below'),
        ),
        migrations.AddField(
            model_name='observation',
            name='series',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='observations', to='mapping.series'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='series',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mapping.series'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT new_values."approved_at", new_values."approved_by_id", new_values."basis", new_values."batch_id", new_values."cell_latitude", new_values."cell_longitude", new_values."city_id", new_values."counts_below", new_values."created_at", new_values."created_by_id", new_values."credibility", new_values."currents", new_values."district_id", new_values."external_key", new_values."first_day", new_values."how_known", new_values."id", new_values."last_day", new_values."manifestations", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."place", new_values."platform", new_values."precision", new_values."reliability", new_values."reported_on", new_values."review_by", new_values."review_comment", new_values."scope", new_values."series_id", new_values."setting", new_values."severity", new_values."source_id", new_values."source_link", new_values."space", new_values."state", new_values."targets", new_values."title", new_values."trigger_event", new_values."what_happened", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='36ad81cb9d037670ee7ae45fa36a5837f7da9759', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_365fe', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT new_values."approved_at", new_values."approved_by_id", new_values."basis", new_values."batch_id", new_values."cell_latitude", new_values."cell_longitude", new_values."city_id", new_values."counts_below", new_values."created_at", new_values."created_by_id", new_values."credibility", new_values."currents", new_values."district_id", new_values."external_key", new_values."first_day", new_values."how_known", new_values."id", new_values."last_day", new_values."manifestations", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."place", new_values."platform", new_values."precision", new_values."reliability", new_values."reported_on", new_values."review_by", new_values."review_comment", new_values."scope", new_values."series_id", new_values."setting", new_values."severity", new_values."source_id", new_values."source_link", new_values."space", new_values."state", new_values."targets", new_values."title", new_values."trigger_event", new_values."what_happened", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='881a774a8546a98b4778a8f6273038c239ce2de7', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a4b5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT old_values."approved_at", old_values."approved_by_id", old_values."basis", old_values."batch_id", old_values."cell_latitude", old_values."cell_longitude", old_values."city_id", old_values."counts_below", old_values."created_at", old_values."created_by_id", old_values."credibility", old_values."currents", old_values."district_id", old_values."external_key", old_values."first_day", old_values."how_known", old_values."id", old_values."last_day", old_values."manifestations", old_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."place", old_values."platform", old_values."precision", old_values."reliability", old_values."reported_on", old_values."review_by", old_values."review_comment", old_values."scope", old_values."series_id", old_values."setting", old_values."severity", old_values."source_id", old_values."source_link", old_values."space", old_values."state", old_values."targets", old_values."title", old_values."trigger_event", old_values."what_happened", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d2cda02502a10792b76ac28fa80b1f313bd273b3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b3f2c', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_observation', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['city', 'state', 'first_day'], include=('last_day', 'marking', 'counts_below', 'place', 'district', 'source', 'currents'), name='mapping_observation_once'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(models.F('city'), models.F('series'), condition=models.Q(('series__isnull', False)), name='mapping_observation_series'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('counts_below__in', ['', 'clear', 'green', 'amber', 'amber_strict', 'red'])), name='mapping_observation_counts_below'),
        ),
        migrations.RemoveIndex(
            model_name='observation',
            name='mapping_observation_counted',
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('same', models.BooleanField(verbose_name='the same event')),
                ('decided_at', models.DateTimeField(auto_now=True, verbose_name='decided')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('first', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mapping.observation')),
                ('second', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mapping.observation')),
            ],
            options={
                'verbose_name': 'pair of records',
                'ordering': ['-decided_at', '-id'],
                'abstract': False,
                'indexes': [models.Index(models.F('city'), models.F('second'), name='mapping_pair_second')],
                'constraints': [models.UniqueConstraint(fields=('city', 'id'), name='mapping_pair_city_row'), models.UniqueConstraint(fields=('city', 'first', 'second'), name='mapping_pair_once', violation_error_message='Of these two it is said already.'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='mapping_pair_order')],
            },
        ),
        migrations.CreateModel(
            name='PairEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('same', models.BooleanField(verbose_name='the same event')),
                ('decided_at', models.DateTimeField(auto_now=True, verbose_name='decided')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('first', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mapping.observation')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mapping.pair')),
                ('second', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mapping.observation')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='mapping_pai_city_id_8d2757_idx')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pair',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_pairevent" ("city_id", "decided_at", "decided_by_id", "first_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "same", "second_id") SELECT new_values."city_id", new_values."decided_at", new_values."decided_by_id", new_values."first_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."same", new_values."second_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78c336f3d1a2be4fedaf63a934b3c7a89680f521', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1b5e5', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_pair', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pair',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_pairevent" ("city_id", "decided_at", "decided_by_id", "first_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "same", "second_id") SELECT new_values."city_id", new_values."decided_at", new_values."decided_by_id", new_values."first_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."same", new_values."second_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='67e70fcf8d7591d97b01caef21398a8262e293f8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_76836', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_pair', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pair',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_pairevent" ("city_id", "decided_at", "decided_by_id", "first_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "same", "second_id") SELECT old_values."city_id", old_values."decided_at", old_values."decided_by_id", old_values."first_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."same", old_values."second_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='40d5e5c3ab675e692f68abbfe97e7fc26cf0e69b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_509c2', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_pair', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pairevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4162c8e6aa430ea766a2949702d784f3ef99a6fd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6b09a', table='mapping_pairevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='YearTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('family', models.CharField(choices=[('place', 'Where'), ('district', 'District'), ('current', 'Current'), ('kind', 'What kind'), ('group', 'Who was targeted or harmed')], max_length=10, verbose_name='counted by')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='marking')),
                ('counts_below', models.CharField(blank=True, choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='counts below')),
                ('months_late', models.PositiveSmallIntegerField(verbose_name='months until reported')),
                ('count', models.PositiveIntegerField(verbose_name='records')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('district', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mapping.district')),
                ('source', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mapping.source')),
            ],
            options={
                'verbose_name': 'total of a year',
                'ordering': ['year', 'family', 'code'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('city', 'id'), name='mapping_yeartotal_city_row'), models.UniqueConstraint(fields=('city', 'year', 'family', 'code', 'district', 'source', 'marking', 'counts_below', 'months_late'), name='mapping_yeartotal_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('family__in', ['place', 'district', 'current', 'kind', 'group']), ('months_late__lte', 12), models.Q(models.Q(('code', ''), ('district__isnull', False), ('family', 'district')), models.Q(models.Q(('family', 'district'), _negated=True), models.Q(('code', ''), _negated=True), ('district__isnull', True)), _connector='OR')), name='mapping_yeartotal_of_something')],
            },
        ),
        migrations.CreateModel(
            name='YearTotalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('family', models.CharField(choices=[('place', 'Where'), ('district', 'District'), ('current', 'Current'), ('kind', 'What kind'), ('group', 'Who was targeted or harmed')], max_length=10, verbose_name='counted by')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='marking')),
                ('counts_below', models.CharField(blank=True, choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='counts below')),
                ('months_late', models.PositiveSmallIntegerField(verbose_name='months until reported')),
                ('count', models.PositiveIntegerField(verbose_name='records')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('district', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mapping.district')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mapping.yeartotal')),
                ('source', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mapping.source')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='mapping_yea_city_id_fb5ab8_idx')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartotal',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_yeartotalevent" ("city_id", "code", "count", "counts_below", "district_id", "family", "id", "marking", "months_late", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "year") SELECT new_values."city_id", new_values."code", new_values."count", new_values."counts_below", new_values."district_id", new_values."family", new_values."id", new_values."marking", new_values."months_late", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."source_id", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='769b434dceeaf23924ddb6c522c4b3313b128bb9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e007e', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_yeartotal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartotal',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_yeartotalevent" ("city_id", "code", "count", "counts_below", "district_id", "family", "id", "marking", "months_late", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "year") SELECT new_values."city_id", new_values."code", new_values."count", new_values."counts_below", new_values."district_id", new_values."family", new_values."id", new_values."marking", new_values."months_late", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."source_id", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da8fe08d582d174614b47ff623bafcb3571a4d19', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d57ff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_yeartotal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartotal',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_yeartotalevent" ("city_id", "code", "count", "counts_below", "district_id", "family", "id", "marking", "months_late", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "year") SELECT old_values."city_id", old_values."code", old_values."count", old_values."counts_below", old_values."district_id", old_values."family", old_values."id", old_values."marking", old_values."months_late", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."source_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='857b64a3eb4226f12b3a9dc9d0adb06cc84fb526', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_04963', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_yeartotal', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='yeartotalevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2549624fc00825d5fe7873deae0b688755dedfe3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9bea6', table='mapping_yeartotalevent', when='BEFORE')),
        ),
        ),
    ]
