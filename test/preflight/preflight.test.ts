import { NotifyClient, prepareUpload, type Template } from '../../lib/notify';
import type { QueueMessage } from '../../lib/contract/message';
import { createPreflight } from '../../lib/preflight';
import { apiKey, NotifyStandIn } from '../../lib/testing';
import { address, ids, licence, reminder } from '../testing/default-ids';

let templates: readonly Template[];
beforeAll(async () => {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world), transport: standIn.transport });
  ({ templates } = await notify.listTemplates());
});

const email = {
  type: 'email',
  template_id: ids.email,
  email_address: 'amala@example.com',
  personalisation: reminder,
} as const;
const sms = {
  type: 'sms',
  template_id: ids.sms,
  phone_number: '07900 900123',
  personalisation: { code: '1' },
} as const;
const letter = { type: 'letter', template_id: ids.letter, personalisation: licence } as const;
const pdf = { type: 'precompiled_letter', content: 'JVBERi0=' } as const;

function withFile(file: unknown): QueueMessage {
  return { ...email, template_id: ids.fileEmail, personalisation: { name: 'Amala', link_to_file: file } };
}

const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024).toString('base64');

describe('preflight: reasons', () => {
  const cases: readonly [string, QueueMessage, string, string][] = [
    [
      'a number that is too short',
      { ...sms, phone_number: '07900' },
      'ValidationError',
      'phone_number Not enough digits',
    ],
    [
      'an invalid address',
      { ...email, email_address: 'amala' },
      'ValidationError',
      'email_address Not a valid email address',
    ],
    [
      'missing values, as the template spells them',
      { ...email, personalisation: { Name: 'A', TIME: '1' } },
      'BadRequestError',
      'Missing personalisation: day, bring',
    ],
    [
      'a template of another channel',
      { ...sms, template_id: ids.email },
      'BadRequestError',
      'email template is not suitable for sms notification',
    ],
    [
      'an address of two lines',
      { ...letter, personalisation: { ...licence, address_line_3: '' } },
      'ValidationError',
      'Address must be at least 3 lines',
    ],
    [
      'a letter that is not base64',
      { ...pdf, content: 'a=b' },
      'BadRequestError',
      'Cannot decode letter content (invalid base64 encoding)',
    ],
    [
      'a file in a text message',
      { ...sms, personalisation: { code: prepareUpload(Buffer.from('hi')) } },
      'BadRequestError',
      'Can only send a file by email',
    ],
    [
      'a file that is too big',
      withFile({ file: megabytes(2.1), filename: 'a.pdf' }),
      'BadRequestError',
      'Uploaded file exceeds file size limit',
    ],
    [
      'a file of a wrong type',
      withFile({ file: 'aGVsbG8=', filename: 'a.exe' }),
      'BadRequestError',
      "Unsupported file type '.exe'. Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', '.xlsx'",
    ],
    [
      'a file without an extension',
      withFile({ file: 'aGVsbG8=', filename: 'a' }),
      'ValidationError',
      'filename `filename` must end with a file extension. For example, filename.csv',
    ],
    [
      'a text that is too long',
      { ...sms, personalisation: { code: 'x'.repeat(900) } },
      'BadRequestError',
      'Your message is too long. Text messages cannot be longer than 918 characters. Your message is 949 characters long.',
    ],
    [
      'an email that is too long',
      { ...email, personalisation: { ...reminder, name: 'x'.repeat(2_000_000) } },
      'BadRequestError',
      expect.stringMatching(/^Your message is too long. Emails cannot/),
    ],
  ];

  test.each(cases)('preflight refuses with the reason that Notify gives: %s', (_, message, error, text) => {
    expect(createPreflight({ templates })(message)).toEqual([{ error, message: text }]);
  });

  test('preflight reports everything that is wrong with the form of a message at once', () => {
    const message = { ...email, template_id: 'mine', email_address: 'amala', one_click_unsubscribe_url: 'http://a' };
    expect(createPreflight()(message)).toMatchObject([
      { message: 'email_address Not a valid email address' },
      { message: 'template_id is not a valid UUID' },
      { message: 'one_click_unsubscribe_url is not a valid https url' },
    ]);
  });
});

describe('preflight: what it cannot know', () => {
  test.each<[string, QueueMessage]>([
    ['a template that is newer than the list', { ...sms, template_id: ids.nobody, personalisation: {} }],
    ['a number abroad', { ...sms, phone_number: '+33612345678' }],
    ['a landline', { ...sms, phone_number: '020 7946 0000' }],
    ['a letter abroad', { ...letter, personalisation: { ...licence, address_line_3: 'France' } }],
    ['a sender that may not exist', { ...sms, sms_sender_id: ids.nobody }],
    ['a file without a name, of any content', withFile({ file: Buffer.from([0, 255, 0]).toString('base64') })],
    ['a letter that may not be a PDF', pdf],
    [
      'a file too big for a smoke test, which uploads none',
      {
        ...email,
        template_id: ids.fileEmail,
        email_address: 'simulate-delivered@notifications.service.gov.uk',
        personalisation: { name: 'A', link_to_file: { file: megabytes(2.1), filename: 'a.exe' } },
      },
    ],
    [
      'fields that are undefined',
      { ...email, personalisation: { ...reminder, other: undefined }, email_reply_to_id: undefined },
    ],
    [
      'values that make Notify itself fail',
      { ...email, personalisation: { ...reminder, name: 5 }, sanitise_content_for: ['name'] },
    ],
  ])('preflight allows %s', (_, message) => {
    expect(createPreflight({ templates })(message)).toEqual([]);
  });

  test('preflight allows a file that is just small enough, although its base64 is longer than an email may be', () => {
    expect(createPreflight({ templates })(withFile({ file: megabytes(2), filename: 'a.pdf' }))).toEqual([]);
  });
});

describe('preflight: permissions', () => {
  test.each<[string, QueueMessage, string]>([
    ['texts abroad', { ...sms, phone_number: '+33612345678' }, 'Cannot send to international mobile numbers'],
    ['landlines', { ...sms, phone_number: '020 7946 0000' }, 'Not a UK mobile number'],
    ['letters', letter, 'Service is not allowed to send letters'],
    ['precompiled letters', pdf, 'Service is not allowed to send letters'],
  ])('preflight refuses %s if it knows that the permission is missing', (_, message, text) => {
    expect(createPreflight({ templates, permissions: ['sms', 'email'] })(message)).toMatchObject([{ message: text }]);
  });

  test('preflight refuses letters abroad if it knows that the permission is missing', () => {
    const abroad = { ...letter, personalisation: { ...licence, ...address, address_line_3: 'France' } };
    expect(createPreflight({ templates, permissions: ['letter'] })(abroad)).toMatchObject([
      { message: 'Must be a real UK postcode' },
    ]);
  });
});

test('the Welsh half of a letter is not looked at, as Notify does not when it sends', () => {
  const welsh = templates.map((template) =>
    template.type === 'letter'
      ? {
          ...template,
          letter_contact_block: '((office))',
          personalisation: { ...template.personalisation, enw: { required: true as const } },
        }
      : template,
  );
  const { expires: _expires, ...personalisation } = licence;
  expect(createPreflight({ templates: welsh })({ ...letter, personalisation })).toMatchObject([
    { message: 'Missing personalisation: office, expires' },
  ]);
});

describe('preflight does not refuse what it cannot know', () => {
  test('a placeholder that may be an attached file, whatever is given for it', () => {
    const leaflet: Template = {
      ...templates.find((template): template is Template & { type: 'email' } => template.id === ids.email)!,
      body: 'Read ((leaflet.pdf)), ((name))',
      subject: 'Read',
      personalisation: { 'leaflet.pdf': { required: true }, name: { required: true } },
    };
    const preflight = createPreflight({ templates: [leaflet] });
    expect(preflight({ ...email, personalisation: { name: 'Amala' } })).toEqual([]);
    expect(preflight({ ...email, personalisation: { name: 'Amala', 'LEAFLET.PDF': 'x' } })).toEqual([]);
    expect(preflight({ ...email, personalisation: { name: 'Amala', 'leaflet.pdf': { file: '' } } })).toEqual([]);
    expect(preflight({ ...email, personalisation: {} })).toMatchObject([{ message: 'Missing personalisation: name' }]);
  });

  test.each(['Ruritania', 'Repubblica di San Merino', 'Amerika'])('a country that may be one: %s', (country) => {
    const personalisation = { ...licence, address_line_3: country };
    expect(createPreflight()({ ...letter, personalisation })).toEqual([]);
    expect(createPreflight({ permissions: ['letter'] })({ ...letter, personalisation })).toMatchObject([
      { message: 'Must be a real UK postcode' },
    ]);
  });

  test.each(['Zone 4', 'SW1A 1A', 'UK', 'Jersey'])('but a last line that is no country: %s', (line) => {
    expect(
      createPreflight()({ ...letter, personalisation: { ...licence, address_line_3: line, postcode: '' } }),
    ).not.toEqual([]);
  });
});

describe('preflight refuses what Notify would fall over', () => {
  test.each([
    ['a lone surrogate in a value', { ...sms, personalisation: { code: '1', unused: 'a\ud800' } }],
    ['a lone surrogate in a name', { ...sms, personalisation: { code: '1', '\udc00': 'a' } }],
    ['a lone surrogate in an email', { ...email, personalisation: { ...reminder, unused: ['\ud83d'] } }],
    ['NUL in an address', { ...letter, personalisation: { ...licence, address_line_2: 'a\0b' } }],
  ])('%s', (_name, message) => {
    expect(createPreflight({ templates })(message)).toMatchObject([{ error: 'ValidationError' }]);
  });

  test('and lets NUL pass where Notify takes it', () => {
    expect(createPreflight({ templates })({ ...sms, personalisation: { code: 'a\0b' } })).toEqual([]);
  });
});
