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
            "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
            "phone_number": "07700 900123",
            "personalisation": {"code": "12345"},
            # Published again under this key, it is not sent again.
            "idempotency_key": "sign-in 7f3a",
            "expires_at": "2030-01-31T09:10:00Z",
        }
    )
    publish(
        {
            "type": "email",
            "template_id": "9d751e0e-f929-4891-82a1-a3e1c3c18ee3",
            "email_address": "amala@example.com",
            "personalisation": {"name": "Amala", "number": "JUG-0001"},
            "idempotency_key": "licence JUG-0001 granted",
            "metadata": {"team": "licences"},
        }
    )


if __name__ == "__main__":
    main()
