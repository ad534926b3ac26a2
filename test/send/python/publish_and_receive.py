"""Publishes a message in every way of the extended client, and then prints what it receives from the queue.

    publish_and_receive.py QUEUE_URL BUCKET < the message
"""

import sys

import boto3
import sqs_extended_client  # noqa: F401, it changes what boto3 makes

queue_url, bucket = sys.argv[1:]
message = sys.stdin.read()


def client():
    sqs = boto3.client("sqs")
    sqs.large_payload_support = bucket
    sqs.always_through_s3 = True
    return sqs


usual, legacy = client(), client()
legacy.use_legacy_attribute = True

usual.send_message(QueueUrl=queue_url, MessageBody=message)
legacy.send_message(QueueUrl=queue_url, MessageBody=message)
usual.send_message_batch(QueueUrl=queue_url, Entries=[{"Id": "1", "MessageBody": message}])

for received in usual.receive_message(QueueUrl=queue_url, MessageAttributeNames=["All"]).get("Messages", []):
    print(received["Body"])
