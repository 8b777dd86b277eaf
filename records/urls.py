from django.urls import path

from records import views

urlpatterns = [
    path("city/<slug:city>/history/", views.histories, name="histories"),
    path("city/<slug:city>/history/<slug:kind>/<int:pk>/", views.history, name="history"),
    path("city/<slug:city>/accesses/", views.accesses, name="accesses"),
    path("city/<slug:city>/accesses/export/", views.accesses_export, name="accesses_export"),
]
