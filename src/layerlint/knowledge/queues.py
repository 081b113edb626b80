"""Job queues: Celery, arq, RQ, Dramatiq, SAQ, Taskiq, Temporal."""

from layerlint.knowledge.library import Library

_ENQUEUED = dict.fromkeys("enqueue enqueue_call enqueue_at enqueue_in enqueue_many enqueue_job".split(), "queue")

LIBRARY = Library(
    name="queues",
    read_from="celery 5.7.0, arq 0.26.3, rq 3.0.0, dramatiq 2.2.1, saq 0.26.4, taskiq 0.13.0, temporalio 1.35.0",
    packages=("celery", "arq", "rq", "flask_rq2", "dramatiq", "saq", "taskiq", "temporalio"),
    bases={"celery.group": ("celery.Signature",), "celery.chain": ("celery.Signature",), "celery.chord": ("celery.Signature",)},
    methods={
        "celery.Celery": {"send_task": "queue", "task": ""},
        "celery.Task": {
            **dict.fromkeys(("delay", "apply_async"), "queue"),
            **dict.fromkeys(("s", "si", "signature"), "-> celery.Signature"),
        },
        "celery.Signature": dict.fromkeys(("delay", "apply_async"), "queue"),
        "arq.ArqRedis": {"enqueue_job": "queue"},
        "rq.Queue": _ENQUEUED,
        "rq.job.JobFunction": dict.fromkeys(("delay", "enqueue", "queue", "schedule"), "queue"),
        "flask_rq2.RQ": {"get_queue": "-> rq.Queue", "job": ""},
        "dramatiq.Actor": {"send": "queue", "send_with_options": "queue"},
        "saq.Queue": {"enqueue": "queue", "apply": "queue", "map": "queue"},
        "taskiq.AsyncTaskiqDecoratedTask": {"kiq": "queue", "kicker": "-> taskiq.kicker.AsyncKicker"},
        "taskiq.kicker.AsyncKicker": {"kiq": "queue", "with_labels": "-> self", "with_broker": "-> self"},
        "taskiq.AsyncBroker": {"task": ""},
        "temporalio.client.Client": dict.fromkeys(("start_workflow", "execute_workflow"), "queue"),
    },
    functions={
        "arq.create_pool": "-> arq.ArqRedis",
        "saq.Queue.from_url": "-> saq.Queue",
        "temporalio.client.Client.connect": "-> temporalio.client.Client",
    },
    decorated={
        "celery.shared_task": "celery.Task",
        "celery.Celery.task": "celery.Task",
        "rq.decorators.job": "rq.job.JobFunction",
        "flask_rq2.RQ.job": "rq.job.JobFunction",
        "dramatiq.actor": "dramatiq.Actor",
        "taskiq.AsyncBroker.task": "taskiq.AsyncTaskiqDecoratedTask",
        "temporalio.activity.defn": "temporalio.activity.Activity",
    },
    aliases={
        "arq.connections": "arq",
        "celery.app.task.Task": "celery.Task",
        "celery.canvas": "celery",
        "dramatiq.actor.actor": "dramatiq.actor",
        "saq.queue.Queue": "saq.Queue",
        "taskiq.InMemoryBroker": "taskiq.AsyncBroker",
    },
)
