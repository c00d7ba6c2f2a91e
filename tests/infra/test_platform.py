"""What a running platform tells of itself."""

from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from infra.local.platform import Platform


def test_two_mails_in_one_file_are_two(tmp_path: Path) -> None:
    """Django names files by the second and by where its connection lies in memory."""
    letters = [EmailMessage(subject, "body", "us@example.org", ["her@x"]) for subject in "ab"]
    EmailBackend(file_path=str(tmp_path)).send_messages(letters)
    assert len(list(tmp_path.iterdir())) == 1
    platform = Platform(
        url="", environment={"VOD_MAIL_DIRECTORY": str(tmp_path)}, directory=tmp_path
    )
    first, second = platform.mails()
    assert "Subject: a" in first
    assert "Subject: b" in second
    assert first.count("Subject:") == second.count("Subject:") == 1
