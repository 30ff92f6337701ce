"""What Celery calls: an id in, one call, failure visible on the job's row."""

from celery import shared_task
from celery.signals import worker_ready

from partnership import jobs, reminders, sending


@shared_task(name="partnership.tasks.run_job", ignore_result=True)
def run_job(job_uid: str) -> None:
    jobs.run(job_uid)


@shared_task(name="partnership.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs() -> None:
    jobs.sweep()


@shared_task(name="partnership.tasks.send_reminders", ignore_result=True)
def send_reminders() -> None:
    reminders.remind()


@shared_task(name="partnership.tasks.send_mails", ignore_result=True)
def send_mails() -> None:
    sending.deliver()


@worker_ready.connect
def sweep_at_start(**_) -> None:
    jobs.sweep()
