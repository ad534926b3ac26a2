/** What may be found nowhere: each kind of value that is secret or somebody's. */
export const canaries = {
  emailAddress: 'canary.recipient@canary.example',
  phoneNumber: '07700 900987',
  value: 'CanaryValue',
  addressLine: '1 Canary Wharf Lane',
  content: 'Q2FuYXJ5IGluIGEgUERG',
  apiKey: '6c0a5d0e-9e0a-4b1b-8f6e-5a1b7c9d2e3f',
  hashKey: 'CanaryHashKey',
  callbackToken: 'CanaryCallbackToken',
  receivedText: 'CanaryText',
  sender: '447700900654',
} as const;

const spellings = Object.entries(canaries).flatMap(([name, value]) => [
  [name, value],
  [name, value.replaceAll(' ', '')],
  [name, Buffer.from(value).toString('base64').replaceAll('=', '')],
]);

/** The canaries that a text holds, however they are written. */
export function canariesIn(text: string): string[] {
  const folded = text.toLowerCase();
  return [
    ...new Set(spellings.flatMap(([name = '', value = '']) => (folded.includes(value.toLowerCase()) ? [name] : []))),
  ];
}

/** Messages with canaries in all that is somebody's, good ones and bad ones. */
export const messages = [
  { type: 'email', email_address: canaries.emailAddress, personalisation: { name: canaries.value } },
  { type: 'sms', phone_number: canaries.phoneNumber, personalisation: { code: canaries.value } },
  {
    type: 'letter',
    personalisation: { address_line_1: canaries.value, address_line_2: canaries.addressLine, postcode: 'SW1A 1AA' },
  },
  { type: 'precompiled_letter', content: canaries.content },
  // Refused by the contract.
  { type: 'email', email_address: [canaries.emailAddress], personalisation: { name: canaries.value } },
  { type: 'sms', phone_number: canaries.phoneNumber, personalisation: canaries.value, [canaries.emailAddress]: 1 },
  { type: canaries.value, [canaries.phoneNumber]: canaries.emailAddress },
  { type: 'email', email_address: canaries.emailAddress, personalisation: { name: 5 }, sanitise_content_for: ['name'] },
  { Type: 'Notification', TopicArn: canaries.value, Message: canaries.emailAddress },
].map((message) =>
  'type' in message && message.type !== 'precompiled_letter'
    ? { template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', ...message }
    : message,
);
