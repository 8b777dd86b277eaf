"""The host's own pages: accounts and cities, never what a city keeps.

Who runs the installation neither reads a city's content here nor gives anybody access to it: a visit is asked for
(`HostAccess`) and granted by the city. Sign-in is the site's own, second factor included.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import ask_for_access, end_visits
from accounts.closing import tell_of_closing
from accounts.models import City, HostAccess, User
from core.errors import Refused

# What libraries bring along: roles are memberships here, addresses and second factors are their owners'.
for brought in (Group, EmailAddress, Authenticator):
    admin.site.unregister(brought)
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = _("Groundwork, for the host")
admin.site.site_title = _("Groundwork, for the host")
admin.site.index_title = _("Accounts and cities")
admin.site.enable_nav_sidebar = False


@admin.register(City)
class CityAdmin(admin.ModelAdmin[City]):
    """What a city is called and where it is; made by `manage.py create_city`, changed by its own admins."""

    list_display = ["name", "slug", "country", "created_at"]
    search_fields = ["name", "slug"]
    readonly_fields = ["slug", "name", "country", "time_zone", "languages", "emergency_number", "worry_channel"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: City | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Accounts can be closed and opened again, and host staff named; names and addresses are their owners'."""

    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["email", "name", "last_login", "date_joined"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: Any) -> None:
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            tell_of_closing(obj, request.user)  # type: ignore[arg-type]
        if not obj.is_staff:
            end_visits(staff=obj, by=request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(HostAccess)
class HostAccessAdmin(admin.ModelAdmin[HostAccess]):
    """Ask a city to be let in, and see what was asked and decided."""

    list_display = ["city", "staff", "hours", "asked_at", "decided_by", "decided_at", "granted"]
    list_filter = ["granted"]
    search_fields = ["city__name", "staff__email", "reason"]
    fields = ["city", "reason", "hours"]

    def save_model(self, request: HttpRequest, obj: HostAccess, form: ModelForm[HostAccess], change: Any) -> None:
        try:
            asked = ask_for_access(city=obj.city, staff=request.user, reason=obj.reason, hours=obj.hours)  # type: ignore[arg-type]
        except Refused as refusal:
            obj.pk = 0
            messages.error(request, str(refusal))
        else:
            obj.pk = asked.pk

    def has_change_permission(self, request: HttpRequest, obj: HostAccess | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: HostAccess | None = None) -> bool:
        return False
