"""django-filter: filter sets narrow query sets by the request's parameters."""

from layerlint.knowledge.library import Library
from layerlint.model import Kind

_SET = "django_filters.filterset.BaseFilterSet"

LIBRARY = Library(
    name="django_filter",
    read_from="26.2",
    packages=("django_filters",),
    kinds={_SET: Kind.QUERY, "django_filters.rest_framework.DjangoFilterBackend": Kind.WIRING},
    bases={
        "django_filters.FilterSet": (_SET,),
        "django_filters.rest_framework.FilterSet": ("django_filters.FilterSet",),
        "django_filters.views.FilterView": ("django.views.generic.base.View",),
    },
    methods={_SET: {"is_valid": "-> bool", "filter_queryset": "-> $0.self"}},
    attributes={_SET: {"qs": "django.db.models.QuerySet[elem]", "queryset": "django.db.models.QuerySet[elem]"}},
    request_filters=frozenset({_SET}),
    functions={"django_filters.filterset_factory": f"-> class {_SET}"},
    aliases={
        "django_filters.filterset.FilterSet": "django_filters.FilterSet",
        "django_filters.rest_framework.filterset.FilterSet": "django_filters.rest_framework.FilterSet",
        "django_filters.rest_framework.backends": "django_filters.rest_framework",
    },
)
