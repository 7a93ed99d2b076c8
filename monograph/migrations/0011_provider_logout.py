from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monograph', '0010_unique_accounts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('start_monograph', 'started a guide'), ('add_section', 'added a section'), ('set_review_interval', 'changed the review interval'), ('add_address', 'redirected another address to a guide'), ('save_revision', 'saved a revision'), ('submit', 'submitted for review'), ('withdraw_submission', 'withdrew a submission'), ('comment', 'commented'), ('resolve_comment', 'resolved a comment'), ('request_changes', 'requested changes'), ('approve', 'signed a review'), ('waive', 'waived a finding'), ('propose_word', 'proposed a word'), ('accept_word', 'accepted a word'), ('decline_word', 'declined a word'), ('fail_identity', 'failed to confirm their identity'), ('lock_network', 'locked out a network address'), ('enrol_second_factor', 'started to set up a second factor'), ('confirm_second_factor', 'set up a second factor'), ('renew_recovery_codes', 'renewed their recovery codes'), ('remove_second_factor', 'removed their second factor'), ('remove_lost_second_factor', 'removed a lost second factor'), ('invite', 'invited somebody'), ('renew_invitation', 'sent an invitation again'), ('change_person', 'changed an account'), ('confirm_change', 'confirmed a change of an account'), ('decline_change', 'declined a change of an account'), ('deactivate', 'deactivated an account'), ('activate', 'activated an account'), ('reset_password', 'reset a password'), ('request_password_link', 'requested a link for a new password'), ('choose_password', 'chose a password'), ('change_password', 'changed their password'), ('link_account', 'linked an account of the single sign-on'), ('end_sign_on', 'was logged out by the single sign-on'), ('use_break_glass', 'logged in with the emergency account'), ('resume_signing', 'ended a suspension of the right to sign'), ('add_passkey', 'added a passkey'), ('remove_passkey', 'removed their passkey'), ('remove_lost_passkey', 'removed a lost passkey'), ('publish', 'published an edition'), ('schedule', 'scheduled an edition'), ('cancel_schedule', 'canceled a scheduled edition'), ('refuse_scheduled', 'did not publish a scheduled edition'), ('withdraw_edition', 'withdrew an edition'), ('return_to_edition', 'published an earlier edition again'), ('change_records', 'changed the catalogue, the library or accounts'), ('take_stock', 'recorded what was there before'), ('file_report', "filed a reader's report"), ('report_settled', "settled a reader's report")], max_length=30),
        ),
        migrations.CreateModel(
            name='ProviderLogout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=300)),
                ('token_id', models.CharField(max_length=255)),
                ('subject', models.CharField(blank=True, max_length=255)),
                ('session_id', models.CharField(blank=True, max_length=255)),
                ('at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('issuer', 'token_id'), name='providerlogout_token_counts_once')],
            },
        ),
    ]
