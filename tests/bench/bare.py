"""The reference for pages: a bare Django site, no middleware, views that make one query each; run by gunicorn."""

import os
from typing import Any, ClassVar

import dj_database_url
import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Engine
from django.urls import path

settings.configure(
    SECRET_KEY="bare",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402

LINE = "A line as long as one of those that a processing record has, and a little longer than that. " * 2
PAGE = Engine().from_string(
    "<dl>{% for label, value in facts %}<dt>{{ label }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>"
)


class Row(models.Model):
    slug = models.SlugField()
    name = models.CharField(max_length=120)

    objects: ClassVar[models.Manager["Row"]] = models.Manager()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "accounts_city"

    def __str__(self) -> str:
        return self.name


class Kept(models.Model):
    form = models.CharField(max_length=60)
    data = models.JSONField(default=dict)

    objects: ClassVar[models.Manager["Kept"]] = models.Manager()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "bench_kept"

    def __str__(self) -> str:
        return self.form


def bare(_request: HttpRequest, slug: str) -> HttpResponse:
    row = Row.objects.get(slug=slug)
    return HttpResponse(PAGE.render(Context({"facts": [(row.name, LINE)] * 13})))


def bare_save(request: HttpRequest, slug: str) -> JsonResponse:
    """Keeps what was sent, in one UPDATE, and answers a script."""
    sent = dict(request.POST.lists())
    Kept.objects.filter(form=slug).update(data=sent)
    return JsonResponse({"text": "Kept."})


urlpatterns: list[Any] = [path("bare/<slug:slug>/", bare), path("bare/<slug:slug>/save/", bare_save)]
application = get_wsgi_application()
