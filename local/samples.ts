import type { WorldTemplate, World } from '../lib/testing';

/** A message to put on the queue, and what to call it in the table. */
export interface Sample {
  readonly label: string;
  /** As it goes on the queue. */
  readonly body: string;
  readonly urgent?: boolean;
  /** Whether the letter comes back two weeks later. It has no reference of its own. */
  readonly comesBack?: boolean;
}

/** A text message that someone sends to the service. */
export interface SampleText {
  readonly from: string;
  readonly content: string;
}

export const sampleTexts: readonly SampleText[] = [{ from: '07700900123', content: 'STOP' }];

/**
 * One message of each kind, and the ways in which messages go wrong.
 * @param later when the one that waits for a time of its own may go
 */
export function sampleMessages(world: World, later: Date): readonly Sample[] {
  const template = (name: string): string => findTemplate(world, name).id;
  const email = {
    type: 'email',
    template_id: template('Appointment reminder'),
    email_address: 'amala@example.com',
    personalisation: { name: 'Amala', day: '5 March', time: '10:30', bring: 'yes' },
    reference: 'appointment-0001',
  };
  const address = { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BF' };
  const samples: readonly (Omit<Sample, 'body'> & { readonly message: object })[] = [
    { label: 'email', message: { ...email, idempotency_key: 'reminder for appointment 1' } },
    { label: 'the same email again', message: { ...email, idempotency_key: 'reminder for appointment 1' } },
    {
      label: 'email with a file',
      message: {
        type: 'email',
        template_id: template('Decision letter as a file'),
        email_address: 'ben@example.com',
        personalisation: { name: 'Ben', link_to_file: { file: base64(smallPdf), filename: 'decision.pdf' } },
      },
    },
    {
      label: 'text message',
      message: { type: 'sms', template_id: template('Office closed'), phone_number: '07700 900123' },
    },
    {
      label: 'urgent text message',
      urgent: true,
      message: {
        type: 'sms',
        template_id: template('Security code'),
        phone_number: '+44 7700 900456',
        personalisation: { code: '12345' },
        metadata: { journey: 'sign-in' },
      },
    },
    {
      label: 'letter',
      message: {
        type: 'letter',
        template_id: template('Licence granted'),
        personalisation: { ...address, name: 'Amala', expires: '1 March 2027' },
      },
    },
    {
      label: 'letter that comes back',
      comesBack: true,
      message: {
        type: 'letter',
        template_id: template('Licence granted'),
        personalisation: { ...address, address_line_1: 'Ben Moved', name: 'Ben', expires: '1 March 2027' },
      },
    },
    {
      label: 'precompiled letter',
      message: {
        type: 'precompiled_letter',
        content: base64(smallPdf),
        postage: 'first',
        reference: 'statement-2026-03',
      },
    },
    {
      label: 'email that will not arrive',
      message: { ...email, email_address: 'perm-fail@simulator.notify' },
    },
    {
      label: 'email without the time',
      message: { ...email, personalisation: { name: 'Amala', day: '5 March', bring: 'no' } },
    },
    {
      label: 'text without a number',
      message: { type: 'sms', template_id: template('Office closed') },
    },
    {
      label: 'email for later',
      message: { ...email, email_address: 'cleo@example.com', send_after: later.toISOString() },
    },
  ];
  return samples.map(({ message, ...rest }) => ({ ...rest, body: JSON.stringify(message) }));
}

/** @throws Error when the world has no template of that name */
export function findTemplate(world: World, name: string): WorldTemplate {
  const templates = world.services.flatMap((service) => service.templates);
  const found = templates.find((template) => template.name === name);
  if (!found)
    throw new Error(`the world has no template "${name}", only ${templates.map((one) => one.name).join(', ')}`);
  return found;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const smallPdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
`;
