from django.urls import path

from records.views import (
    accesses,
    cities,
    drafts,
    erasure,
    history,
    pending,
    people,
    processing,
    review,
    screening,
    verification,
)

urlpatterns = [
    path("city/<slug:city>/settings/", cities.city_settings, name="city_settings"),
    path("city/<slug:city>/people/", people.people, name="people"),
    path("city/<slug:city>/invitations/<int:pk>/again/", people.invitation_again, name="invitation_again"),
    path("city/<slug:city>/changes/<int:pk>/", pending.pending_change, name="pending_change"),
    path("city/<slug:city>/people/invite/", people.people_invite, name="people_invite"),
    path("city/<slug:city>/people/<int:pk>/", people.people_change, name="people_change"),
    path("city/<slug:city>/processing-record/", processing.processing_record, name="processing_record"),
    path("city/<slug:city>/drafts/", drafts.drafts, name="drafts"),
    path("city/<slug:city>/drafts/kept/<int:pk>/", drafts.draft, name="draft"),
    path("city/<slug:city>/drafts/kept/<int:pk>/throw-away/", drafts.draft_throw_away, name="draft_throw_away"),
    path("city/<slug:city>/drafts/<str:form>/discard/", drafts.draft_discard, name="draft_discard"),
    path("city/<slug:city>/drafts/<str:form>/", drafts.draft_keep, name="draft_keep"),
    path("city/<slug:city>/history/", history.histories, name="histories"),
    path("city/<slug:city>/history/export/", history.histories_export, name="histories_export"),
    path("city/<slug:city>/history/<slug:kind>/<int:pk>/", history.history, name="history"),
    path("city/<slug:city>/history/<slug:kind>/<int:pk>/erase/", erasure.record_erase, name="record_erase"),
    path("city/<slug:city>/review/<slug:kind>/<int:pk>/<slug:verb>/", review.record_step, name="record_step"),
    path("city/<slug:city>/screening/", screening.screening, name="screening"),
    path("city/<slug:city>/verification/", verification.verification, name="verification"),
    path("city/<slug:city>/accesses/", accesses.accesses, name="accesses"),
    path("city/<slug:city>/accesses/export/", accesses.accesses_export, name="accesses_export"),
]
