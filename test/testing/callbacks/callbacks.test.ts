import { defaultWorld, type CallbackRequest, type Callbacks, type World } from '../../../lib/testing';
import { afterCallback } from '../../../lib/testing/callbacks/callbacks';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';
import { hour } from '../../../lib/contract/time';

const target = (kind: string) => ({ url: `https://service.example/${kind}`, bearerToken: `token for ${kind}` });

function worldWith(callbacks: Callbacks): World {
  return { services: defaultWorld().services.map((service) => ({ ...service, callbacks })) };
}

/** A stand-in whose callbacks are answered as the list says, then by 200. */
function withAnswers(answers: readonly (number | 'lost')[] = []) {
  const calls: (CallbackRequest & { readonly at: string })[] = [];
  const all = {
    deliveryReceipts: target('receipts'),
    receivedTexts: target('texts'),
    returnedLetters: target('letters'),
    complaints: target('complaints'),
  };
  const made = standInAt('2026-03-02T09:00:00.000Z', {
    world: worldWith(all),
    sendCallback: async (request) => {
      const answer = answers[calls.length] ?? 200;
      calls.push({ ...request, at: new Date(made.standIn.now()).toISOString().slice(11, 19) });
      if (answer === 'lost') throw new Error('connection lost');
      return answer;
    },
  });
  return { ...made, calls };
}

test('a delivery receipt says what happened to a text', async () => {
  const { standIn, client, calls } = withAnswers();
  const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900 900123', reference: 'é' });
  await standIn.tick(hour);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    url: 'https://service.example/receipts',
    timeout: 5000,
    headers: { Authorization: 'Bearer token for receipts', 'Content-Type': 'application/json' },
    body:
      `{"id": "${id}", "reference": "\\u00e9", "to": "07900 900123", "status": "delivered", ` +
      '"created_at": "2026-03-02T09:00:00.000000Z", "completed_at": "2026-03-02T09:00:05.000000Z", ' +
      '"sent_at": "2026-03-02T09:00:01.000000Z", "notification_type": "sms", ' +
      `"template_id": "${ids.plainSms}", "template_version": 1}`,
  });
});

test.each([
  ['delivered', 1],
  ['temporary-failure', 1],
  ['permanent-failure', 1],
  ['unknown-provider-code', 1],
  ['no report', 1],
  ['technical-failure', 0],
  ['sent', 0],
  ['stuck', 0],
] as const)('a text that ends as %s causes %i delivery receipts', async (ending, receipts) => {
  const { standIn, client, calls } = withAnswers();
  const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
  standIn.control.endAs({ id }, ending);
  await standIn.tick(100 * hour);
  expect(calls).toHaveLength(receipts);
});

test('a message with a test key causes a delivery receipt, and a letter or a smoke test causes none', async () => {
  const { standIn, client, calls } = withAnswers();
  await client('test').sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123', reference: 'test key' });
  await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07700900111' });
  await client().sendLetter({ templateId: ids.letter, personalisation: licence });
  await standIn.tick(100 * hour);
  expect(calls.map(({ body }) => JSON.parse(body))).toEqual([expect.objectContaining({ reference: 'test key' })]);
});

test('a received text causes a callback, and is listed', async () => {
  const { standIn, client, calls } = withAnswers();
  const id = standIn.control.receiveText({ from: '07900 900123', content: 'yes' });
  await standIn.settle();
  expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
    {
      id,
      source_number: '447900900123',
      destination_number: '07700900500',
      message: 'yes',
      date_received: '2026-03-02T09:00:00.000000Z',
    },
  ]);
  expect(await client().listReceivedTexts()).toMatchObject({ received_text_messages: [{ id, content: 'yes' }] });
});

test('a returned letter causes a callback', async () => {
  const { standIn, client, calls } = withAnswers();
  const { id } = await client().sendLetter({ templateId: ids.letter, personalisation: licence, reference: 'r' });
  const precompiled = await client().sendPrecompiledLetter({ reference: 'p', content: Buffer.from('%PDF-1.7') });
  for (const letter of [id, precompiled.id]) standIn.control.endAs({ id: letter }, 'returned-letter');
  await standIn.tick(16 * 24 * hour);
  const none = { spreadsheet_file_name: null, spreadsheet_row_number: null, upload_letter_file_name: null };
  expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
    {
      notification_id: id,
      reference: 'r',
      date_sent: '2026-03-02T09:00:00.000000Z',
      sent_by: 'API',
      template_name: 'Licence granted',
      template_id: ids.letter,
      template_version: 1,
      ...none,
    },
    {
      notification_id: precompiled.id,
      reference: 'p',
      date_sent: '2026-03-02T09:00:00.000001Z',
      sent_by: 'API',
      template_name: null,
      template_id: 'None',
      template_version: null,
      ...none,
    },
  ]);
});

test('a complaint causes a callback', async () => {
  const { standIn, client, calls } = withAnswers();
  const { id } = await client().sendEmail({ templateId: ids.newsletter, emailAddress: 'amala@example.com' });
  standIn.control.complain(id);
  await standIn.settle();
  expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
    notification_id: id,
    to: 'amala@example.com',
    complaint_date: '2026-03-02T09:00:00.000000Z',
  });
});

describe('stand-in: failed callbacks', () => {
  test('a failed callback is tried six times, five minutes apart, and then given up', async () => {
    const { standIn, calls } = withAnswers([503, 'lost', 429, 500, 502, 504]);
    standIn.control.receiveText({ from: '07900900123', content: 'yes' });
    await standIn.tick(2 * hour);
    expect(calls.map(({ at }) => at)).toEqual(['09:00:00', '09:05:00', '09:10:00', '09:15:00', '09:20:00', '09:25:00']);
    expect(standIn.callbackAttempts.map(({ status, outcome }) => [status, outcome])).toEqual([
      [503, 'tried again'],
      [undefined, 'tried again'],
      [429, 'tried again'],
      [500, 'tried again'],
      [502, 'tried again'],
      [504, 'given up'],
    ]);
  });

  test('a callback is not retried once it is accepted', async () => {
    const { standIn, calls } = withAnswers([500, 204]);
    standIn.control.receiveText({ from: '07900900123', content: 'yes' });
    await standIn.tick(2 * hour);
    expect(calls).toHaveLength(2);
  });

  test.each([400, 401, 404, 410])('a callback is dropped after a %i', async (status) => {
    const { standIn, calls } = withAnswers([status]);
    standIn.control.receiveText({ from: '07900900123', content: 'yes' });
    await standIn.tick(2 * hour);
    expect(calls).toHaveLength(1);
    expect(standIn.callbackAttempts[0]?.outcome).toBe('dropped');
  });

  test('a retried callback has the status that it had when it was queued', async () => {
    const { standIn, client, calls } = withAnswers([500]);
    const { id } = await client().sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' });
    await standIn.tick(hour);
    expect(calls.map(({ body }) => JSON.parse(body).status)).toEqual(['delivered', 'delivered']);
    expect(standIn.notifications.byId(id)?.status).toBe('delivered');
  });

  test('a service without a callback URL gets no callbacks', async () => {
    const { standIn } = standInAt();
    standIn.control.receiveText({ from: '07900900123', content: 'yes' });
    await standIn.tick(hour);
    expect(standIn.callbackAttempts).toEqual([]);
  });
});

test.each([
  [200, 1, 'done'],
  [304, 1, 'done'],
  [404, 1, 'dropped'],
  [429, 5, 'tried again'],
  [429, 6, 'given up'],
  [undefined, 6, 'given up'],
] as const)('after a %s at attempt %i a callback is %s', (status, attempt, outcome) => {
  expect(afterCallback(status, attempt)).toBe(outcome);
});
