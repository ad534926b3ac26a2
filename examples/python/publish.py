"""Publishes a text message and an email. Needs boto3, which a Lambda of the Python runtime has.

    NOTIFY_PUBLISHER_QUEUE_URL=https://sqs.eu-west-2.amazonaws.com/111122223333/my-queue python3 publish.py
"""

import json
import os

import boto3

sqs = boto3.client("sqs")
queue_url = os.environ["NOTIFY_PUBLISHER_QUEUE_URL"]

# The message group lets a text message overtake a mailing of emails on the same queue.
groups = {"email": "email", "sms": "sms", "letter": "letter", "precompiled_letter": "letter"}


def publish(message: dict) -> str:
    """Puts a message on the queue and returns SQS's id for it."""
    response = sqs.send_message(
        QueueUrl=queue_url,
        MessageBody=json.dumps(message),
        MessageGroupId=groups[message["type"]],
    )
    return response["MessageId"]


def main() -> None:
    publish(
        {
            "type": "sms",
            "template_id": "50000000-0000-4000-8000-000000000001",
            "phone_number": "07700 900123",
            "personalisation": {"code": "12345"},
            # Published again under this key, it is not sent again.
            "idempotency_key": "python: sign-in 7f3a",
            "expires_at": "2030-01-31T09:10:00Z",
        }
    )
    publish(
        {
            "type": "email",
            "template_id": "e0000000-0000-4000-8000-000000000001",
            "email_address": "amala@example.com",
            "personalisation": {"name": "Amala", "day": "Monday", "time": "10:30", "bring": "yes"},
            "idempotency_key": "python: reminder of appointment JUG-0001",
            "metadata": {"team": "licences"},
        }
    )


if __name__ == "__main__":
    main()
