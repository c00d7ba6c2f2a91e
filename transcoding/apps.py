from django.apps import AppConfig


class TranscodingConfig(AppConfig):
    """Bytes: masters in, encrypted HLS tracks out."""

    name = "transcoding"
    verbose_name = "Transcoding"
