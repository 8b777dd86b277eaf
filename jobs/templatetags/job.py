"""How a job reads on a page."""

from django import template

from jobs.handlers import label_of
from jobs.lists import job_chip, job_news
from jobs.models import Job

register = template.Library()
register.simple_tag(job_chip)
register.simple_tag(job_news)


@register.simple_tag
def job_label(job: Job) -> str:
    return label_of(job.kind)
