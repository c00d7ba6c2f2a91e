"""What a filmmaker granted is never rewritten: a later grant supersedes it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_whole_edition"),
        ("accounts", "0003_audit_log_is_append_only"),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE TRIGGER grants_are_immutable BEFORE UPDATE ON catalog_rightsgrant
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            """,
            "DROP TRIGGER grants_are_immutable ON catalog_rightsgrant;",
        )
    ]
