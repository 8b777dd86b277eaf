from django.urls import path, re_path

from accounts.views import account, invitations, people, sign_in

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/session/", account.session_state, name="session_state"),
    path("account/sign-out-everywhere/", account.account_sign_out_everywhere, name="account_sign_out_everywhere"),
    path("account/close/", account.account_close, name="account_close"),
    # Before django-allauth's own of the same name.
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("invitation/<str:secret>/", invitations.invitation, name="invitation"),
    path("city/<slug:city>/people/export/", people.people_export, name="people_export"),
    path("city/<slug:city>/people/leave/", people.city_leave, name="city_leave"),
    path("city/<slug:city>/invitations/<int:pk>/withdraw/", people.invitation_withdraw, name="invitation_withdraw"),
    path("city/<slug:city>/host-access/<int:pk>/", people.host_access_decide, name="host_access_decide"),
]
