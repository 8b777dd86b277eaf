from django.urls import path

from stakeholders.views import consultations, groups, organisations, recording, services

OF_CITY = "city/<slug:city>/"

urlpatterns = [
    path(OF_CITY + "organisations/", organisations.organisations, name="organisations"),
    path(OF_CITY + "organisations/export/", organisations.organisations_export, name="organisations_export"),
    path(OF_CITY + "organisations/new/", organisations.organisation_new, name="organisation_new"),
    path(OF_CITY + "organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path(OF_CITY + "organisations/<int:pk>/change/", organisations.organisation_change, name="organisation_change"),
    path(OF_CITY + "population-groups/", groups.groups, name="groups"),
    path(OF_CITY + "population-groups/export/", groups.groups_export, name="groups_export"),
    path(OF_CITY + "population-groups/new/", groups.group_new, name="group_new"),
    path(OF_CITY + "population-groups/<int:pk>/", groups.group_change, name="group_change"),
    path(OF_CITY + "services/", services.services, name="services"),
    path(OF_CITY + "services/export/", services.services_export, name="services_export"),
    path(OF_CITY + "services/new/", services.service_new, name="service_new"),
    path(OF_CITY + "services/<int:pk>/", services.service, name="service"),
    path(OF_CITY + "services/<int:pk>/change/", services.service_change, name="service_change"),
    path(OF_CITY + "consultations/", consultations.consultations, name="consultations"),
    path(OF_CITY + "consultations/export/", consultations.consultations_export, name="consultations_export"),
    path(OF_CITY + "consultations/conversation/", recording.conversation_new, name="conversation_new"),
    path(OF_CITY + "consultations/new/", recording.consultation_new, name="consultation_new"),
    path(OF_CITY + "consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path(OF_CITY + "consultations/<int:pk>/change/", recording.consultation_change, name="consultation_change"),
    path(OF_CITY + "consultations/<int:pk>/<slug:part>/", recording.consultation_part, name="consultation_part"),
]
