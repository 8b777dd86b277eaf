from django.urls import path

from notices import views

urlpatterns = [
    path("city/<slug:city>/notices/", views.notices, name="notices"),
    path("city/<slug:city>/notices/export/", views.notices_export, name="notices_export"),
    path("city/<slug:city>/notices/<int:pk>/", views.notice, name="notice"),
    path("city/<slug:city>/notices/<int:pk>/acknowledge/", views.notice_acknowledge, name="notice_acknowledge"),
]
