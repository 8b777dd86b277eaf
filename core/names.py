"""What is called the same, whatever its case."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet


def require_own_name(row: Any, others: "QuerySet[Model]", refusal: str) -> None:
    """Raises ValidationError at the name where one of the others is called so: two that differ in capitals or spaces
    alone would be chosen for each other. Two that are there already may be changed in all else."""
    if row.pk and others.filter(pk=row.pk, name=row.name).exists():
        return
    row.name = " ".join(row.name.split())
    if others.filter(name__iexact=row.name).exclude(pk=row.pk).exists():
        raise ValidationError({"name": refusal})
