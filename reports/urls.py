from django.urls import path

from reports.views import comparing, counting, diagnoses, judgements, releasing, standing, weighing, writing

ONE = "city/<slug:city>/diagnoses/<int:number>/"

urlpatterns = [
    path("city/<slug:city>/diagnoses/", diagnoses.diagnoses, name="diagnoses"),
    path("city/<slug:city>/diagnoses/export/", diagnoses.diagnoses_export, name="diagnoses_export"),
    path("city/<slug:city>/diagnoses/compare/", comparing.comparison, name="comparison"),
    path("city/<slug:city>/diagnoses/new/", diagnoses.diagnosis_new, name="diagnosis_new"),
    path("city/<slug:city>/diagnoses/of-job/<uuid:pk>/", diagnoses.diagnosis_of_job, name="diagnosis_of_job"),
    path("city/<slug:city>/diagnoses/of-record/<int:pk>/", counting.counted_in, name="counted_in"),
    path("city/<slug:city>/diagnoses/standing-on/<slug:name>/<int:pk>/", standing.stands_on, name="stands_on"),
    path(ONE, diagnoses.diagnosis, name="diagnosis"),
    path(ONE + "judgements/", judgements.judgements, name="judgements"),
    path(ONE + "judgements/new/", writing.judgement_new, name="judgement_new"),
    path(ONE + "judgements/<int:pk>/", judgements.judgement, name="judgement"),
    path(ONE + "priorities/", weighing.priorities, name="priorities"),
    path(ONE + "priorities/<int:pk>/", weighing.priority, name="priority"),
    path(ONE + "recommendations/", weighing.recommendations, name="recommendations"),
    path(ONE + "records/<slug:window>/<path:of>/", counting.counted_records, name="diagnosis_records"),
    path(ONE + "check/", releasing.release_check, name="release_check"),
    path(ONE + "release/", releasing.release_now, name="release_now"),
    path(ONE + "read/<slug:audience>/", diagnoses.edition_page, name="edition_page"),
    path(ONE + "<slug:audience>.pdf", diagnoses.edition, name="edition"),
]
