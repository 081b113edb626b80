"""boto3 and aioboto3: every operation of a client or resource calls AWS."""

from layerlint.knowledge.library import Library

LIBRARY = Library(
    name="boto3",
    read_from="boto3 1.40.70, aioboto3 15.5.0",
    packages=("boto3", "aioboto3"),
    methods={
        "boto3.Client": {"*": "network", "__enter__": "-> self", "close": "", "generate_presigned_url": "-> str"},
        "boto3.Session": {"client": "-> boto3.Client", "resource": "-> boto3.Client"},
    },
    functions={"boto3.client": "-> boto3.Client", "boto3.resource": "-> boto3.Client"},
    aliases={
        "boto3.session.Session": "boto3.Session",
        "aioboto3.Session": "boto3.Session",
        "aioboto3.session.Session": "boto3.Session",
    },
)
