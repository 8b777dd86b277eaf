from django.urls import path

from mapping.views import districts

urlpatterns = [
    path("city/<slug:city>/districts/", districts.districts, name="districts"),
    path("city/<slug:city>/districts/export/", districts.districts_export, name="districts_export"),
    path("city/<slug:city>/districts/<int:pk>/", districts.district, name="district"),
]
