import type { MessageType, QueueMessage } from '../../lib/contract/message';

/** The content of every file here: a PDF with nothing in it is enough to show its place. */
const pdf = Buffer.from('%PDF-1.4').toString('base64');

/** Examples of every type of queue message. */
export const messageExamples: Readonly<Record<MessageType, readonly QueueMessage[]>> = {
  email: [
    {
      type: 'email',
      template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      email_address: 'amala@example.com',
      personalisation: { name: 'Amala', number: 'JUG-0001' },
      idempotency_key: 'licence JUG-0001 granted',
      reference: 'JUG-0001',
      metadata: { team: 'licences' },
    },
    {
      type: 'email',
      template_id: '9d751e0e-f929-4891-82a1-a3e1c3c18ee3',
      email_address: 'amala@example.com',
      personalisation: {
        link_to_file: { file: pdf, filename: 'licence.pdf', retention_period: '4 weeks' },
      },
      idempotency_key: 'licence JUG-0001 attached',
    },
  ],
  sms: [
    {
      type: 'sms',
      template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      phone_number: '07700 900123',
      personalisation: { code: '12345' },
      idempotency_key: 'sign-in 7f3a',
      expires_at: '2026-01-31T09:10:00Z',
    },
  ],
  letter: [
    {
      type: 'letter',
      template_id: '64415853-cb86-4cc4-b597-2aaa94ef8c39',
      personalisation: {
        address_line_1: 'Amala Bird',
        address_line_2: '123 High Street',
        address_line_3: 'SW14 6BH',
        name: 'Amala',
      },
      idempotency_key: 'licence JUG-0001 renewal',
      send_after: '2026-02-01T09:00:00Z',
    },
  ],
  precompiled_letter: [
    {
      type: 'precompiled_letter',
      content: pdf,
      postage: 'first',
      idempotency_key: 'licence JUG-0001 by post',
      reference: 'JUG-0001',
    },
  ],
};
