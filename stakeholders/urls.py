from django.urls import path

from stakeholders.views import (
    consultations,
    groups,
    memorandum,
    memorandum_writing,
    organisations,
    recording,
    services,
    signing,
)

OF_CITY = "city/<slug:city>/"
MEMORANDUM = OF_CITY + "memorandum/"
VERSION = MEMORANDUM + "<int:number>/"

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
    path(MEMORANDUM, memorandum.memorandum, name="memorandum"),
    path(MEMORANDUM + "new/", memorandum_writing.memorandum_begin, name="memorandum_begin"),
    path(VERSION, memorandum.memorandum_version, name="memorandum_version"),
    path(VERSION + "pdf/", memorandum.memorandum_pdf, name="memorandum_pdf"),
    path(VERSION + "compared-with/<int:other>/", memorandum.memorandum_compare, name="memorandum_compare"),
    path(VERSION + "change/", memorandum_writing.memorandum_change, name="memorandum_change"),
    path(VERSION + "drop/", memorandum_writing.memorandum_drop, name="memorandum_drop"),
    path(VERSION + "step/<slug:verb>/", memorandum_writing.memorandum_step, name="memorandum_step"),
    path(VERSION + "sign/<int:body>/", signing.memorandum_sign, name="memorandum_sign"),
    path(VERSION + "signed-on-paper/", signing.memorandum_on_paper, name="memorandum_on_paper"),
    path(VERSION + "signatures/<int:pk>/withdraw/", signing.memorandum_withdraw, name="memorandum_withdraw"),
    path(VERSION + "dissent/", signing.memorandum_dissent, name="memorandum_dissent"),
    path(VERSION + "revise/", signing.memorandum_revise, name="memorandum_revise"),
    path(VERSION + "revisions/<int:pk>/", signing.memorandum_answer, name="memorandum_answer"),
]
