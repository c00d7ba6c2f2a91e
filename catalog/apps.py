from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What may be watched, when and by whom."""

    name = "catalog"
    verbose_name = "Catalogue"
