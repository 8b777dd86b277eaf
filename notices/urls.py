from django.urls import path

from notices.views import asking, changes, deliveries, following, paces

urlpatterns = [
    path("city/<slug:city>/what-changed/", changes.changes, name="changes"),
    path("city/<slug:city>/what-changed/export/", changes.changes_export, name="changes_export"),
    path("city/<slug:city>/what-changed/<int:pk>/", changes.change, name="change"),
    path("city/<slug:city>/what-changed/<int:pk>/edit/", changes.change_edit, name="change_edit"),
    path("city/<slug:city>/what-changed/<int:pk>/release/", changes.change_release, name="change_release"),
    path("city/<slug:city>/what-changed/<int:pk>/answer/", asking.change_answer, name="change_answer"),
    path(
        "city/<slug:city>/what-changed/<int:pk>/answer/<int:member>/",
        asking.change_answer_as_city,
        name="change_answer_as_city",
    ),
    path(
        "city/<slug:city>/what-changed/<int:pk>/asked/<int:asked>/answer/",
        asking.change_answer_on_paper,
        name="change_answer_on_paper",
    ),
    path("city/<slug:city>/what-changed/<int:pk>/remind/<int:asked>/", asking.asked_remind, name="change_asked_remind"),
    path("city/<slug:city>/what-changed/<int:pk>/letters/<int:letter>/", asking.letter, name="change_letter"),
    path("city/<slug:city>/network-members/", asking.network_bodies, name="network_bodies"),
    path("city/<slug:city>/network-members/new/", asking.network_body_new, name="network_body_new"),
    path("city/<slug:city>/network-members/<int:pk>/", asking.network_body_change, name="network_body_change"),
    path("city/<slug:city>/notices/follow/", following.follow, name="notice_follow"),
    path("follow/<slug:slug>/<str:secret>/changes.atom", following.atom, name="follow_changes"),
    path("follow/<slug:slug>/<str:secret>/dates.ics", following.calendar, name="follow_dates"),
    path("city/<slug:city>/notices/how-often/", paces.notice_pace, name="notice_pace"),
    path("city/<slug:city>/notices/", deliveries.notices, name="notices"),
    path("city/<slug:city>/notices/export/", deliveries.notices_export, name="notices_export"),
    path("city/<slug:city>/notices/<int:pk>/", deliveries.notice, name="notice"),
    path("city/<slug:city>/notices/<int:pk>/acknowledge/", deliveries.notice_acknowledge, name="notice_acknowledge"),
]
