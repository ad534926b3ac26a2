/** A message that Notify takes, whose idempotency key is its own. */
export const officeClosed = (key: string, more: object = {}): string =>
  JSON.stringify({
    type: 'sms',
    template_id: '50000000-0000-4000-8000-000000000002',
    phone_number: '07700 900123',
    idempotency_key: key,
    ...more,
  });
