import { defaultWorld } from '../../lib/testing';
import type { Random } from './random';

const template = (name: string): string => {
  const found = defaultWorld().services[0]?.templates.find((one) => one.name === name);
  if (!found) throw new Error(`the default world has no template ${name}`);
  return found.id;
};

const address = { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BF' };

/** A good message of each kind, distinguished by its number. */
export const kinds = {
  email: (number: number) => ({
    type: 'email',
    template_id: template('Newsletter'),
    email_address: `person-${number}@example.com`,
  }),
  sms: (number: number) => ({
    type: 'sms',
    template_id: template('Security code'),
    phone_number: `077009${String(1000 + (number % 99_000)).padStart(5, '0')}`,
    personalisation: { code: String(number) },
  }),
  letter: (number: number) => ({
    type: 'letter',
    template_id: template('Licence granted'),
    personalisation: { ...address, name: `Person ${number}`, expires: 'tomorrow' },
  }),
  precompiled_letter: (number: number) => ({
    type: 'precompiled_letter',
    content: Buffer.from(`%PDF-1.4 ${number}`).toString('base64'),
  }),
} as const;

export type Kind = keyof typeof kinds;

/** A message of some kind, most of them emails and texts. */
export const anyKind = (random: Random): Kind =>
  random.pick(['email', 'email', 'sms', 'sms', 'letter', 'precompiled_letter']);
