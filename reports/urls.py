from django.urls import path

from reports import views

urlpatterns = [
    path("city/<slug:city>/diagnoses/", views.diagnoses, name="diagnoses"),
    path("city/<slug:city>/diagnoses/new/", views.diagnosis_new, name="diagnosis_new"),
    path("city/<slug:city>/diagnoses/of-job/<uuid:pk>/", views.diagnosis_of_job, name="diagnosis_of_job"),
    path("city/<slug:city>/diagnoses/<int:number>/", views.diagnosis, name="diagnosis"),
    path("city/<slug:city>/diagnoses/<int:number>/<slug:audience>.pdf", views.edition, name="edition"),
]
