from django.urls import path

from jobs import views

urlpatterns = [
    path("city/<slug:city>/jobs/", views.jobs, name="jobs"),
    path("city/<slug:city>/jobs/export/", views.jobs_export, name="jobs_export"),
    path("city/<slug:city>/jobs/<uuid:pk>/", views.job, name="job"),
    path("city/<slug:city>/jobs/<uuid:pk>/cancel/", views.job_cancel, name="job_cancel"),
    path("city/<slug:city>/jobs/<uuid:pk>/retry/", views.job_retry, name="job_retry"),
]
