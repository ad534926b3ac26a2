import { fc } from '../properties';
import type { QueueMessage } from '../../lib/contract/message';
import { defaultWorld, type World } from '../../lib/testing';
import { ids, licence, reminder } from '../testing/default-ids';
import { askingBoth, expectAgreement, queueable } from './both';

const awkward: World = {
  services: defaultWorld().services.map((service) => ({
    ...service,
    templates: [
      ...service.templates,
      { id: ids.nobody, type: 'sms', name: 'All yours', versions: [{ body: '((TEXT))' }] },
      {
        id: ids.smsSender,
        type: 'letter',
        name: 'Link',
        versions: [{ subject: 'Link', body: 'qr: ((link))\n\n((first name??Dear))', welshBody: '((enw))' }],
      },
      {
        id: ids.replyTo,
        type: 'email',
        name: 'Leaflet',
        versions: [{ subject: '((text))', body: '((leaflet.pdf))', attachedFiles: ['leaflet.pdf'] }],
      },
    ],
  })),
};

/** A placeholder that could be an attached file and is none: the preflight cannot know. */
const misleading: World = {
  services: awkward.services.map((service) => ({
    ...service,
    templates: [
      ...service.templates,
      { id: ids.numberSender, type: 'email', name: 'Report', versions: [{ subject: 'A', body: '((report.csv))' }] },
    ],
  })),
};

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'x'.repeat(1000), 'https://example.com/a?b=c', '£10 – “yes”', 'a\0b', 'a\ud800b'),
);
const lastLine = fc.oneof(
  text,
  fc.constantFrom('SW1A 1AA', 'France', 'The Netherlands', 'Hellenic Republic', 'Ruritania', 'Wales', 'Zone 4', '台灣'),
);
const file = fc.record(
  {
    file: fc.oneof(fc.constantFrom('aGVsbG8=', '', 'not base64!', 'a'), fc.base64String()),
    filename: fc.oneof(fc.constantFrom('a.csv', 'a.exe', 'none', null, `${'a'.repeat(120)}.csv`), text),
    confirm_email_before_download: fc.constantFrom(true, null, 'yes'),
    retention_period: fc.constantFrom('1 week', '79 weeks', null),
    is_csv: fc.boolean(),
  },
  { requiredKeys: [] },
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e16, 1e21, 0.1));
const value = fc.oneof(text, text, fc.jsonValue(), number, file);
const names = [
  ...Object.keys({ ...reminder, ...licence }),
  'code',
  'link_to_file',
  'text',
  'LINK',
  'First_Name',
  'enw',
  'postcode',
  'leaflet.pdf',
  'Report.CSV',
];
const good = {
  ...reminder,
  ...licence,
  code: '1',
  text: 'Hello',
  link: 'https://gov.uk',
  'first-name': 'yes',
  enw: 'A',
};
const personalisation = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), value),
  fc.dictionary(fc.constantFrom(...names), value).map((some) => ({ ...good, ...some })),
  fc.constant({ ...good, link_to_file: { file: 'aGVsbG8=', filename: 'a.txt' } }),
  lastLine.map((line) => ({ ...good, address_line_3: line })),
  fc.tuple(lastLine, lastLine).map(([line, last]) => ({ ...good, address_line_3: line, postcode: last })),
);

// A deleted template is not in the list, so only Notify can know its channel.
const listed = Object.values(ids).filter((id) => id !== ids.archivedEmail);

const messages = fc
  .record(
    {
      type: fc.constantFrom('email', 'sms', 'letter', 'precompiled_letter'),
      template_id: fc.constantFrom(...listed, 'not-an-id'),
      phone_number: fc.constantFrom('07900900123', '+33612345678', '07700900000', '0207 123 4567', '07900', 'none'),
      email_address: fc.oneof(
        fc.constantFrom('amala@example.com', 'simulate-delivered@notifications.service.gov.uk', 'é@example.com'),
        fc.emailAddress(),
      ),
      personalisation,
      sanitise_content_for: fc.array(fc.constantFrom(...names)),
      one_click_unsubscribe_url: fc.oneof(fc.webUrl(), fc.webUrl({ validSchemes: ['https'] })),
      content: fc.oneof(fc.base64String(), fc.string({ minLength: 1 })),
      postage: fc.constantFrom('first', 'second'),
    },
    { requiredKeys: ['type', 'template_id', 'phone_number', 'email_address', 'personalisation', 'content'] },
  )
  .map(({ type, ...fields }) => queueable({ type, ...fieldsOf(type, fields) }))
  .filter((message): message is QueueMessage => message !== undefined);

const own: Readonly<Record<string, readonly string[]>> = {
  email: ['template_id', 'email_address', 'personalisation', 'sanitise_content_for', 'one_click_unsubscribe_url'],
  sms: ['template_id', 'phone_number', 'personalisation'],
  letter: ['template_id', 'personalisation'],
  precompiled_letter: ['content', 'postage'],
};

const fieldsOf = (type: string, fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => own[type]?.includes(name)));

test('preflight and the stand-in refuse the same messages, with every permission and with few', async () => {
  const all = await askingBoth(awkward);
  const few = await askingBoth({
    services: awkward.services.map((service) => ({ ...service, permissions: ['email', 'sms', 'letter'] })),
  });
  const seen = { taken: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(messages, fc.constantFrom(all, few), async (message, ask) => {
      const said = await ask(message);
      expectAgreement(said);
      seen[said.told.length > 0 ? 'refused' : 'taken'] += 1;
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(100);
});

test('what the stand-in takes preflight never refuses, whatever it knows', async () => {
  const asks = [
    await askingBoth(misleading),
    await askingBoth(misleading, 'test'),
    await askingBoth({ services: misleading.services.map((service) => ({ ...service, contactLink: null })) }),
  ];
  const seen = { taken: 0 };
  await fc.assert(
    fc.asyncProperty(messages, fc.constantFrom(...asks), async (message, ask) => {
      const { told, untold, notify } = await ask(message);
      if (notify.length > 0) return;
      seen.taken += 1;
      expect([...told, ...untold]).toEqual([]);
    }),
    { numRuns: 1500 },
  );
  expect(seen.taken).toBeGreaterThan(100);
});
