from django.urls import path

from home import views

urlpatterns = [
    path("", views.installation, name="installation"),
    path("city/<slug:city>/", views.city_home, name="city_home"),
]
