"""Job queues: Celery, arq, RQ, Dramatiq."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="queues",
    read_from="celery 5.5.3, arq 0.26.3, rq 2.6.0, dramatiq 1.18.0",
    packages=("celery", "arq", "rq", "dramatiq"),
    methods={
        "celery.Celery": {"send_task": "queue", "task": ""},
        "celery.Task": {"delay": "queue", "apply_async": "queue"},
        "arq.ArqRedis": {"enqueue_job": "queue"},
        "rq.Queue": {"enqueue": "queue", "enqueue_call": "queue"},
        "dramatiq.Actor": {"send": "queue", "send_with_options": "queue"},
    },
    functions={"arq.create_pool": "-> arq.ArqRedis"},
    aliases={"arq.connections": "arq", "celery.app.task.Task": "celery.Task"},
)
