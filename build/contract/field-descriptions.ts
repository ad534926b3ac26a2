/** What each field of a queue message is for, and what its schema cannot say of it. */
export const fieldDescriptions: Readonly<Record<string, string>> = {
  type: 'What is to be sent.',
  template_id: "The id of one of your service's templates in Notify.",
  personalisation:
    "The values for the template's placeholders, by name. A letter's holds the address too: `address_line_1` and so on, at least three lines, the last a UK postcode or a country. A file is `{file, filename, confirm_email_before_download, retention_period}`, its `file` in base64. The whole message holds at most 10,000 values and is nested at most 32 levels deep. The number 10.0 goes as 10, and one over 9,007,199,254,740,991 only as text.",
  email_address: 'Who is to get it.',
  email_reply_to_id: "The id of one of your service's reply-to addresses. Left out, it is the default one.",
  one_click_unsubscribe_url: 'An https URL that unsubscribes the recipient when it gets an empty POST.',
  sanitise_content_for:
    'Names of placeholders filled with what the public typed: Notify takes links and markdown out of their values, each of which must be text.',
  phone_number: 'Who is to get it: a UK or an international number.',
  sms_sender_id: "The id of one of your service's text message senders. Left out, it is the default one.",
  content: 'The PDF of the letter in base64.',
  postage: 'Left out, it is second class.',
  reference:
    'Your own name for the message, given back in every event. It need not be unique. At most 3,500 bytes as part of a URL, where a letter with an accent takes 6 and a Chinese one 9. No personal data.',
  idempotency_key:
    'Two messages with the same key are one, and sent once. Left out, the id of the SQS message stands for it: published again, or moved back from a dead-letter queue by SQS itself, the message is another and can be sent twice. Give it a key. No personal data.',
  send_after: 'It is not sent before then. ISO 8601 with an offset.',
  expires_at: 'It is not sent from then on: later than `send_after`. ISO 8601 with an offset.',
  metadata: 'Your own text values, given back in every event. At most 1,024 bytes as JSON. No personal data.',
};
