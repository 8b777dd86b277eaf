from django.urls import path

from mapping.views import city_map, districts, observations, pairs, series, sources, trigger_events

urlpatterns = [
    path("city/<slug:city>/map/", city_map.map_page, name="map"),
    path("city/<slug:city>/map/export/", city_map.map_export, name="map_export"),
    path("city/<slug:city>/sources/", sources.sources, name="sources"),
    path("city/<slug:city>/sources/export/", sources.sources_export, name="sources_export"),
    path("city/<slug:city>/sources/new/", sources.source_new, name="source_new"),
    path("city/<slug:city>/sources/<int:pk>/", sources.source_change, name="source_change"),
    path("city/<slug:city>/trigger-events/", trigger_events.trigger_events, name="trigger_events"),
    path("city/<slug:city>/trigger-events/export/", trigger_events.trigger_events_export, name="trigger_events_export"),
    path("city/<slug:city>/trigger-events/new/", trigger_events.trigger_event_new, name="trigger_event_new"),
    path("city/<slug:city>/trigger-events/<int:pk>/", trigger_events.trigger_event_change, name="trigger_event_change"),
    path(
        "city/<slug:city>/trigger-events/<int:pk>/remove/",
        trigger_events.trigger_event_remove,
        name="trigger_event_remove",
    ),
    path("city/<slug:city>/districts/", districts.districts, name="districts"),
    path("city/<slug:city>/districts/export/", districts.districts_export, name="districts_export"),
    path("city/<slug:city>/districts/<int:pk>/", districts.district, name="district"),
    path("city/<slug:city>/observations/", observations.observations, name="observations"),
    path("city/<slug:city>/observations/export/", observations.observations_export, name="observations_export"),
    path("city/<slug:city>/observations/same-event/", pairs.pairs, name="pairs"),
    path("city/<slug:city>/observations/same-event/decide/", pairs.pair_decide, name="pair_decide"),
    path("city/<slug:city>/observations/same-event/<int:pk>/undo/", pairs.pair_undo, name="pair_undo"),
    path("city/<slug:city>/observations/<int:pk>/series/", series.observation_series, name="observation_series"),
    path("city/<slug:city>/series/", series.series_list, name="series_list"),
    path("city/<slug:city>/series/new/", series.series_new, name="series_new"),
    path("city/<slug:city>/series/<int:pk>/", series.series, name="series"),
    path("city/<slug:city>/series/<int:pk>/change/", series.series_change, name="series_change"),
    path("city/<slug:city>/series/<int:pk>/link/", series.series_link, name="series_link"),
    path("city/<slug:city>/observations/new/", observations.observation_new, name="observation_new"),
    path("city/<slug:city>/observations/<int:pk>/change/", observations.observation_change, name="observation_change"),
    path("city/<slug:city>/observations/<int:pk>/", observations.observation, name="observation"),
]
