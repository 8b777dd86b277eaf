"""Every address of the site. Each app adds its own; pages of a city stand under /city/<slug>/."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("home.urls")),
    path("", include("accounts.urls")),
    path("", include("jobs.urls")),
    path("", include("records.urls")),
    path("", include("notices.urls")),
    path("", include("mapping.urls")),
    path("", include("stakeholders.urls")),
    path("", include("reports.urls")),
    path("", include("planning.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]
if settings.TOOLBAR:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = "home.errors.bad_request"
handler403 = "home.errors.refused"
handler404 = "home.errors.not_found"
handler429 = "home.errors.too_many"
handler500 = "home.errors.broken"
