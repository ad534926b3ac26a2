import { address, ids, licence, reminder } from '../default-ids';
import type { AnyClient, Seen } from './any-client';

/** Something done with a client; what it sees is compared. */
export type Scenario = readonly [name: string, run: (client: AnyClient) => Promise<readonly Seen[]>];

const emailAddress = 'Amala.Bird@Example.com';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj << /Type /Page >> endobj\n%%EOF');

/** A value that the types of our client rule out and its users can send all the same. */
function untyped<Value>(value: unknown): Value {
  return JSON.parse(JSON.stringify(value));
}

export const goodScenarios: readonly Scenario[] = [
  [
    'sends an email with every option',
    async (client) => [
      await client.sendEmail({
        templateId: ids.email,
        emailAddress,
        personalisation: { ...reminder, name: 'Amala [x](https://evil.link)' },
        reference: 'order 1',
        emailReplyToId: ids.replyTo,
        oneClickUnsubscribeUrl: 'https://example.com/unsubscribe?id=1',
        sanitiseContentFor: ['name'],
      }),
    ],
  ],
  [
    'sends an email with a file',
    async (client) => [
      await client.sendEmail({
        templateId: ids.fileEmail,
        emailAddress,
        personalisation: {
          name: 'Amala',
          link_to_file: client.prepareUpload(Buffer.from('a,b\n1,2'), {
            filename: 'decision.csv',
            confirmEmailBeforeDownload: false,
            retentionPeriod: '4 weeks',
          }),
        },
      }),
    ],
  ],
  [
    'sends a text message',
    async (client) => [
      await client.sendSms({ templateId: ids.sms, phoneNumber: '07900 900123', personalisation: { code: 123456 } }),
      await client.sendSms({ templateId: ids.plainSms, phoneNumber: '+33612345678', smsSenderId: ids.numberSender }),
    ],
  ],
  ['sends a letter', async (client) => [await client.sendLetter({ templateId: ids.letter, personalisation: licence })]],
  [
    'sends a precompiled letter',
    async (client) => [
      await client.sendPrecompiledLetter({ reference: 'letter 1', content: pdf }),
      await client.sendPrecompiledLetter({ reference: 'letter 2', content: pdf, postage: 'first' }),
    ],
  ],
  [
    'reads one notification of each kind back',
    async (client) => {
      const sent = [
        await client.sendEmail({ templateId: ids.newsletter, emailAddress }),
        await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'r' }),
        await client.sendLetter({ templateId: ids.letter, personalisation: licence }),
        await client.sendPrecompiledLetter({ reference: 'letter', content: pdf, postage: 'economy' }),
      ];
      return Promise.all(sent.map((one) => client.getNotification(idOf(one))));
    },
  ],
  [
    'lists notifications by every filter',
    async (client) => {
      const first = await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'a/b c' });
      await client.sendEmail({ templateId: ids.newsletter, emailAddress, reference: 'é+&' });
      const last = await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900124' });
      return [
        await client.listNotifications(),
        await client.listNotifications({ templateType: 'sms' }),
        await client.listNotifications({ status: 'created' }),
        await client.listNotifications({ status: 'delivered' }),
        await client.listNotifications({ reference: 'a/b c' }),
        await client.listNotifications({ reference: 'é+&' }),
        await client.listNotifications({ olderThan: idOf(last) }),
        await client.listNotifications({ templateType: 'sms', status: 'created', olderThan: idOf(last) }),
        await client.listNotifications({ olderThan: idOf(first) }),
        await client.listNotifications({ olderThan: ids.nobody }),
      ];
    },
  ],
  [
    'reads templates, their versions and previews',
    async (client) => [
      await client.getTemplate(ids.email),
      await client.getTemplate(ids.letter),
      await client.getTemplate(ids.archivedEmail),
      await client.getTemplateVersion(ids.email, 1),
      await client.getTemplateVersion(ids.email, 0),
      await client.listTemplates(),
      await client.listTemplates('letter'),
      await client.previewTemplate(ids.email, reminder),
      await client.previewTemplate(ids.letter, licence),
      await client.previewTemplate(ids.plainSms),
    ],
  ],
  ['lists received texts', async (client) => [await client.listReceivedTexts()]],
];

export const badScenarios: readonly Scenario[] = [
  [
    'gets what is wrong with an email',
    async (client) => [
      await client.sendEmail({ templateId: ids.email, emailAddress: 'nobody', personalisation: reminder }),
      await client.sendEmail({ templateId: 'not-an-id', emailAddress: 'nobody' }),
      await client.sendEmail({ templateId: ids.nobody, emailAddress }),
      await client.sendEmail({ templateId: ids.sms, emailAddress }),
      await client.sendEmail({ templateId: ids.archivedEmail, emailAddress }),
      await client.sendEmail({ templateId: ids.email, emailAddress, personalisation: { name: 'Amala' } }),
      await client.sendEmail({ templateId: ids.newsletter, emailAddress, emailReplyToId: ids.nobody }),
      await client.sendEmail({
        templateId: ids.newsletter,
        emailAddress,
        oneClickUnsubscribeUrl: 'http://example.com',
      }),
    ],
  ],
  [
    'gets what is wrong with a file',
    async (client) => {
      const send = (file: Buffer, options: { filename?: string; retentionPeriod?: string }) =>
        client.sendEmail({
          templateId: ids.fileEmail,
          emailAddress,
          personalisation: { name: 'Amala', link_to_file: client.prepareUpload(file, options) },
        });
      return [
        await send(Buffer.from('hello'), { filename: 'hello.exe' }),
        await send(Buffer.from('hello'), { retentionPeriod: '79 weeks' }),
        await send(Buffer.alloc(0), { filename: 'empty.txt' }),
        await send(Buffer.from('hello'), { filename: `${'long'.repeat(30)}.txt` }),
      ];
    },
  ],
  [
    'gets what is wrong with a text message',
    async (client) => [
      await client.sendSms({ templateId: ids.plainSms, phoneNumber: '0790090012' }),
      await client.sendSms({ templateId: ids.plainSms, phoneNumber: 'number' }),
      await client.sendSms({ templateId: ids.email, phoneNumber: '07900900123' }),
      await client.sendSms({ templateId: ids.sms, phoneNumber: '07900900123' }),
      await client.sendSms({
        templateId: ids.sms,
        phoneNumber: '07900900123',
        personalisation: { code: 'x'.repeat(919) },
      }),
      await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', smsSenderId: ids.nobody }),
    ],
  ],
  [
    'gets what is wrong with a letter',
    async (client) => [
      await client.sendLetter({ templateId: ids.letter, personalisation: address }),
      await client.sendLetter({ templateId: ids.letter, personalisation: { ...licence, address_line_3: 'nowhere' } }),
      await client.sendPrecompiledLetter({ reference: 'letter', content: pdf, postage: untyped('europe') }),
    ],
  ],
  [
    'gets that there is nothing of that id',
    async (client) => [
      await client.getNotification(ids.nobody),
      await client.getNotification('not-an-id'),
      await client.getLetterPdf(ids.nobody),
      await client.getLetterPdf('not-an-id'),
      await client.getTemplate(ids.nobody),
      await client.getTemplate('not-an-id'),
      await client.getTemplateVersion(ids.email, 7),
      await client.getTemplateVersion(ids.email, 2 ** 31),
      await client.previewTemplate(ids.nobody),
      await client.previewTemplate(ids.email),
    ],
  ],
  [
    'gets what is wrong with a filter',
    async (client) => [
      await client.listNotifications({ status: untyped('elephant') }),
      await client.listNotifications({ templateType: untyped('pigeon') }),
      await client.listNotifications({ olderThan: 'not-an-id' }),
      await client.listTemplates(untyped('pigeon')),
      await client.listReceivedTexts('not-an-id'),
    ],
  ],
  [
    'gets why there is no PDF',
    async (client) => {
      const text = await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
      const letter = await client.sendLetter({ templateId: ids.letter, personalisation: licence });
      const scanned = await client.sendPrecompiledLetter({ reference: 'letter', content: pdf });
      return Promise.all([text, letter, scanned].map((sent) => client.getLetterPdf(idOf(sent))));
    },
  ],
];

/** The id of what was sent. */
export function idOf(seen: Seen): string {
  const gave: unknown = 'gave' in seen ? seen.gave : undefined;
  if (typeof gave === 'object' && gave !== null && 'id' in gave && typeof gave.id === 'string') return gave.id;
  throw new Error('nothing was sent');
}
