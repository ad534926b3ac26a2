#!/bin/sh
# Publishes one email. Needs the AWS command line, with credentials that may send to the queue.
#
#   NOTIFY_PUBLISHER_QUEUE_URL=https://sqs.eu-west-2.amazonaws.com/111122223333/my-queue ./publish.sh
set -eu

# Without the option, the command line sends to the host of the queue's URL, also where AWS_ENDPOINT_URL names an emulator.
aws sqs send-message ${AWS_ENDPOINT_URL:+--endpoint-url "$AWS_ENDPOINT_URL"} \
  --queue-url "$NOTIFY_PUBLISHER_QUEUE_URL" \
  --message-group-id email \
  --message-body '{
    "type": "email",
    "template_id": "e0000000-0000-4000-8000-000000000001",
    "email_address": "amala@example.com",
    "personalisation": { "name": "Amala", "day": "Monday", "time": "10:30", "bring": "yes" },
    "idempotency_key": "aws-cli: reminder of appointment JUG-0001"
  }'
