#!/bin/sh
# Publishes one email. Needs the AWS command line, with credentials that may send to the queue.
#
#   NOTIFY_PUBLISHER_QUEUE_URL=https://sqs.eu-west-2.amazonaws.com/111122223333/my-queue ./publish.sh
set -eu

aws sqs send-message \
  --queue-url "$NOTIFY_PUBLISHER_QUEUE_URL" \
  --message-group-id email \
  --message-body '{
    "type": "email",
    "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
    "email_address": "amala@example.com",
    "personalisation": { "name": "Amala", "number": "JUG-0001" },
    "idempotency_key": "licence JUG-0001 granted"
  }'
