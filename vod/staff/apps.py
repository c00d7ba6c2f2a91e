"""The staff's site in the place of Django's."""

from django.apps import AppConfig
from django.contrib.admin import apps


class StaffConfig(AppConfig):
    """Templates and styles."""

    name = "vod.staff"
    default = True


class SiteConfig(apps.AdminConfig):
    """Django's admin, with our site."""

    default = False
    default_site = "vod.staff.site.StaffSite"
