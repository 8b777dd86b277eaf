from django.conf import settings
from django.urls import URLPattern, path

from home import views
from home.views import search, style

urlpatterns: list[URLPattern] = [
    path("", views.installation, name="installation"),
    path("look/", views.look, name="look"),
    path("city/<slug:city>/", views.city_home, name="city_home"),
    path("city/<slug:city>/search/", search.search, name="search"),
]
if settings.STYLE_PAGE:
    urlpatterns += [
        path("style/", style.style, name="style"),
        path("style/question/", style.question, name="style_question"),
        path("style/progress/", style.progress, name="style_progress"),
    ]
