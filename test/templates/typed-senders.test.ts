import { sendersSource } from '../../lib/templates/senders-source';
import { compile } from '../docs/compile';
import { idOf, templateOf } from './templates';

const source = sendersSource([
  templateOf({
    type: 'email',
    name: 'Password reset',
    id: idOf(1),
    body: '((code)) ((first name)) ((bring??Bring ID))',
  }),
  templateOf({ type: 'email', name: 'Newsletter', id: idOf(2) }),
  templateOf({ type: 'sms', name: 'Code', id: idOf(3), body: '((code))' }),
  templateOf({ type: 'letter', name: 'Licence', id: idOf(4), body: '((name)) ((address line 5))' }),
  templateOf({ type: 'letter', name: 'Notice', id: idOf(5) }),
]);

const prelude = `
import { prepareUpload } from 'cdk-govuk-notify/notify';
import type { Publishes } from 'cdk-govuk-notify/publisher';
import { createSenders } from './notify-templates';
declare const publisher: Publishes;
const send = createSenders(publisher);
const address = { address_line_1: 'Amala Bird', address_line_2: '123 High Street', postcode: 'SW14 6BF' };
const reset = { code: '12345', 'first name': 'Amala', bring: true };
`;

const right = [
  "send.email.passwordReset({ to: 'amala@example.com', personalisation: reset })",
  "send.email.passwordReset({ to: 'a@example.com', personalisation: { ...reset, code: 12345, 'first name': ['A', 'B'] } })",
  "send.email.passwordReset({ to: 'a@example.com', personalisation: { ...reset, code: prepareUpload(Buffer.from('a')) } })",
  "send.email.passwordReset({ to: 'a@example.com', personalisation: { ...reset, bring: 'yes' }, sanitiseContentFor: ['first name'] })",
  "send.email.passwordReset({ to: 'a@example.com', personalisation: reset, reference: 'r', idempotencyKey: 'k', metadata: { a: 'b' } })",
  "send.email.newsletter({ to: 'a@example.com' })",
  "send.sms.code({ to: '07700 900123', personalisation: { code: '12345' } })",
  "send.letter.licence({ personalisation: { ...address, address_line_5: 'Barnes', name: 'Amala' } })",
  "send.letter.notice({ personalisation: { address_line_1: 'A', address_line_2: 'B', address_line_3: 'SW14 6BF' } })",
  "send.letter.notice({ personalisation: { address_line_1: 'A', address_line_2: 'B', address_line_7: 'SW14 6BF' } })",
  'send.email.passwordReset.template.id satisfies string',
];

const wrong: readonly (readonly [string, string])[] = [
  ['a missing value', "send.sms.code({ to: '07700 900123', personalisation: {} })"],
  ['no values at all', "send.sms.code({ to: '07700 900123' })"],
  ['null, which counts as missing', "send.sms.code({ to: '07700 900123', personalisation: { code: null } })"],
  ['an undefined value', "send.sms.code({ to: '07700 900123', personalisation: { code: undefined } })"],
  ['a misspelt value', "send.email.passwordReset({ to: 'a@example.com', personalisation: { ...reset, frist: 'A' } })"],
  [
    'a value a template does not have',
    "send.email.newsletter({ to: 'a@example.com', personalisation: { name: 'A' } })",
  ],
  ['no recipient', "send.sms.code({ personalisation: { code: '12345' } })"],
  ['a file in a text', "send.sms.code({ to: '07700', personalisation: { code: prepareUpload(Buffer.from('a')) } })"],
  [
    'a number for a yes or no',
    "send.email.passwordReset({ to: 'a@example.com', personalisation: { ...reset, bring: 2 } })",
  ],
  [
    'a name to sanitise that is none',
    "send.email.passwordReset({ to: 'a', personalisation: reset, sanitiseContentFor: ['name'] })",
  ],
  ['a letter of two lines', "send.letter.notice({ personalisation: { address_line_1: 'A', address_line_2: 'B' } })"],
  ['a line that the template shows', "send.letter.licence({ personalisation: { ...address, name: 'Amala' } })"],
  ['a template that is not there', "send.email.farewell({ to: 'a@example.com' })"],
  ['an option that is none', "send.email.newsletter({ to: 'a@example.com', templateId: 'other' })"],
];

test('correct use of the senders compiles, and each wrong use is refused at its place', async () => {
  const errors = await compile([
    { path: 'app/notify-templates.ts', code: source },
    { path: 'app/right.ts', code: prelude + right.map((call) => `void (${call});`).join('\n') },
    ...wrong.map(([, call], index) => ({ path: `app/wrong-${index}.ts`, code: `${prelude}void (${call});` })),
  ]);
  const refused = new Set([...errors.matchAll(/^app\/([\w-]+)\.ts\(\d+,\d+\): error/gm)].map(([, file]) => file));
  const names = wrong.map(([what], index) => [`wrong-${index}`, what] as const);
  expect(names.filter(([file]) => !refused.has(file)).map(([, what]) => what)).toEqual([]);
  expect(refused.size).toBe(wrong.length);
}, 60_000);
