from django.urls import path

from planning.views import action_plan, board, flags, grounds, projects, rows

OF_CITY = "city/<slug:city>/"

urlpatterns = [
    path(OF_CITY + "plan/", board.plan, name="plan"),
    path(OF_CITY + "plan/<slug:audience>/", action_plan.action_plan, name="plan_edition"),
    path(OF_CITY + "plan/<slug:audience>/pdf/", action_plan.action_plan_pdf, name="plan_edition_pdf"),
    path(OF_CITY + "projects/", projects.projects, name="projects"),
    path(OF_CITY + "projects/export/", projects.projects_export, name="projects_export"),
    path(OF_CITY + "projects/new/", projects.project_new, name="project_new"),
    path(OF_CITY + "projects/<int:pk>/", projects.project, name="project"),
    path(OF_CITY + "projects/<int:pk>/change/", projects.project_change, name="project_change"),
    path(OF_CITY + "projects/<int:pk>/ground/", grounds.project_ground, name="project_ground"),
    path(OF_CITY + "projects/<int:pk>/indicators/", rows.project_indicators, name="project_indicators"),
    path(OF_CITY + "projects/<int:pk>/measured/", rows.project_measured, name="project_measured"),
    path(OF_CITY + "projects/<int:pk>/funding/", rows.project_funding, name="project_funding"),
    path(OF_CITY + "projects/<int:pk>/tell/", flags.project_tell, name="project_tell"),
    path(OF_CITY + "projects/<int:project>/flags/<int:pk>/", flags.flag, name="flag"),
    path(OF_CITY + "projects/<int:pk>/step/<slug:verb>/", projects.project_step, name="project_step"),
]
