from django.urls import path

from notices.views import changes, deliveries, paces

urlpatterns = [
    path("city/<slug:city>/what-changed/", changes.changes, name="changes"),
    path("city/<slug:city>/what-changed/export/", changes.changes_export, name="changes_export"),
    path("city/<slug:city>/what-changed/<int:pk>/", changes.change, name="change"),
    path("city/<slug:city>/what-changed/<int:pk>/edit/", changes.change_edit, name="change_edit"),
    path("city/<slug:city>/what-changed/<int:pk>/release/", changes.change_release, name="change_release"),
    path("city/<slug:city>/notices/how-often/", paces.notice_pace, name="notice_pace"),
    path("city/<slug:city>/notices/", deliveries.notices, name="notices"),
    path("city/<slug:city>/notices/export/", deliveries.notices_export, name="notices_export"),
    path("city/<slug:city>/notices/<int:pk>/", deliveries.notice, name="notice"),
    path("city/<slug:city>/notices/<int:pk>/acknowledge/", deliveries.notice_acknowledge, name="notice_acknowledge"),
]
