"""Where everything is."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from vod import health, own_data
from vod.web.account.views import admin_entrance

api: list[URLPattern | URLResolver] = [
    path("account/", include("accounts.urls")),
    path("", include("catalog.urls")),
    path("", include("transcoding.urls")),
    path("", include("vod.playback.api_urls")),
    path("", include("vod.audience.api_urls")),
    path("", include("vod.outbox.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="api-docs"),
]

# Staff log in like everybody else, with the same limits, and show a second factor.
admin.site.login = admin_entrance  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include(api)),
    path("play/", include("vod.audience.play_urls")),
    path("play/", include("vod.playback.play_urls")),
    path("_allauth/", include("accounts.headless_urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("account/data/", own_data.own_data, name="own-data"),
    path("account/data/export/", own_data.export, name="own-data-export"),
    path("account/data/erase/", own_data.erase, name="own-data-erase"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", include("vod.web.desk.urls")),
    path("admin/", admin.site.urls),
    path("", include("vod.web.urls")),
]
handler403 = "vod.web.errors.forbidden"
handler404 = "vod.web.errors.not_found"
handler500 = "vod.web.errors.server_error"
