// Publishes one letter.
//
//   NOTIFY_PUBLISHER_QUEUE_URL=https://sqs.eu-west-2.amazonaws.com/111122223333/my-queue mvn compile exec:java
//
// For files, give the message to the official extended client instead, com.amazon.sqs.javamessaging.AmazonSQSExtendedClient,
// which is an SqsClient too: the pipeline reads what it writes. Use the pipeline's bucket, and the prefix that the guide names.

import software.amazon.awssdk.services.sqs.SqsClient;

public class Publish {
  static final String LETTER = """
      {
        "type": "letter",
        "template_id": "10000000-0000-4000-8000-000000000001",
        "personalisation": {
          "address_line_1": "Amala Bird",
          "address_line_2": "123 High Street",
          "address_line_3": "SW14 6BF",
          "name": "Amala",
          "expires": "1 March 2030"
        },
        "idempotency_key": "licence JUG-0001 renewal"
      }
      """;

  public static void main(String[] args) {
    try (SqsClient sqs = SqsClient.create()) {
      var queueUrl = System.getenv("NOTIFY_PUBLISHER_QUEUE_URL");
      sqs.sendMessage(request -> request.queueUrl(queueUrl).messageGroupId("letter").messageBody(LETTER));
    }
  }
}
