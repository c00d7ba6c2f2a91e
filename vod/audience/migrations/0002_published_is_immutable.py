"""What was published is never changed: a second version would tell by its difference."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("audience", "0001_initial"),
        ("accounts", "0003_audit_log_is_append_only"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE TRIGGER audience_is_immutable BEFORE UPDATE ON audience_audienceperiod
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER quality_is_immutable BEFORE UPDATE ON audience_qualityperiod
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            """,
            """
            DROP TRIGGER audience_is_immutable ON audience_audienceperiod;
            DROP TRIGGER quality_is_immutable ON audience_qualityperiod;
            """,
        )
    ]
