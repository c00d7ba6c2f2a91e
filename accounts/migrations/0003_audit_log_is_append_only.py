"""The audit log refuses to be changed, whoever is connected."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_log")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% of % is refused', TG_OP, TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
                FOR EACH ROW EXECUTE FUNCTION refuse_change();
            """,
            """
            DROP TRIGGER audit_is_append_only ON accounts_auditentry;
            DROP FUNCTION refuse_change();
            """,
        )
    ]
