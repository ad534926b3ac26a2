import { fc } from '../properties';
import { MemoryDeliveryStore } from '../fakes/memory-delivery-store';
import { aCall, aComplaint, aReceipt, aReceivedText, token } from './callback-bodies';
import { doors } from './doors';
import { openReceipts, type ReceiptsInTest } from './callbacks-in-test';

describe.each(Object.entries(doors))('callbacks: HTTP handler behind %s', (_where, door) => {
  let receipts: ReceiptsInTest;
  beforeEach(() => {
    receipts = openReceipts(new MemoryDeliveryStore(), { door });
  });

  it('a callback with the right token gets 204, also if Lambda encodes it in base64', async () => {
    expect(await receipts.answer(aCall(aReceipt()))).toEqual({ statusCode: 204 });
    expect(await receipts.status(aReceipt(), { base64: true })).toBe(204);
  });

  it.each([
    ['with another token', `Bearer ${token}s`, 'BadToken'],
    ['with the token in another case', `Bearer ${token.toUpperCase()}`, 'BadToken'],
    ['with no header', '', 'NoToken'],
    ['with an empty token', 'Bearer  ', 'NoToken'],
    ['with another scheme', `Basic ${token}`, 'NoToken'],
    ['with the token alone', token, 'NoToken'],
  ])('a request %s gets 401 before anything else is checked, and is counted', async (_what, authorization, metric) => {
    const answer = await receipts.answer(aCall('<html>', { method: 'PUT', headers: { Authorization: authorization } }));
    expect(answer).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(receipts.monitor.counts).toEqual({ [metric]: 1 });
    expect(JSON.stringify([answer, receipts.monitor.said]).toLowerCase()).not.toContain(token);
  });

  it.each(['bearer', 'BEARER'])('the authorisation scheme can be written as %s', async (scheme) => {
    expect(await receipts.status(aReceipt(), { headers: { Authorization: `${scheme} ${token}` } })).toBe(204);
  });

  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])(
    'a request by %s gets 405 with the method that is allowed',
    async (method) => {
      const answer = await receipts.answer(aCall(aReceipt(), { method }));
      expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
      expect(receipts.monitor.counts).toEqual({ CallbackNotJson: 1 });
    },
  );

  it.each([
    ['application/json', 204],
    ['Application/JSON; charset=utf-8', 204],
    ['application/problem+json', 204],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/jsonp', 415],
    ['', 415],
  ])('a callback with the content type "%s" gets %i', async (type, status) => {
    expect(await receipts.status(aReceipt(), { headers: { 'Content-Type': type } })).toBe(status);
    expect(receipts.monitor.counts).toMatchObject(status === 204 ? { OutcomeCallback: 1 } : { CallbackNotJson: 1 });
  });

  it.each([
    ['64 KB', 64 * 1024, 204],
    ['one byte more', 64 * 1024 + 1, 413],
  ])('a body of %s, which is %i bytes, gets %i, in base64 too', async (_what, size, status) => {
    const body = JSON.stringify(aReceipt());
    const padded = body + ' '.repeat(size - body.length);
    expect(await receipts.status(padded)).toBe(status);
    expect(await receipts.status(padded, { base64: true })).toBe(status);
    expect(receipts.monitor.counts).toMatchObject(status === 204 ? { OutcomeCallback: 2 } : { CallbackTooBig: 2 });
  });

  it('a body is measured in bytes, not in characters', async () => {
    expect(await receipts.status(aReceipt({ note: '–'.repeat(30_000) }))).toBe(413);
  });

  it.each([
    ['nothing', '', 'CallbackNotJson'],
    ['text that is not JSON', 'status=delivered', 'CallbackNotJson'],
    ['half of a JSON object', '{"id":', 'CallbackNotJson'],
    ['null', 'null', 'BadCallback'],
    ['a number', '5', 'BadCallback'],
    ['a list of callbacks', JSON.stringify([aReceipt()]), 'BadCallback'],
    ['an empty object', '{}', 'BadCallback'],
    ['a receipt without an id', JSON.stringify(aReceipt({ id: undefined })), 'BadCallback'],
    ['a receipt with an invalid id', JSON.stringify(aReceipt({ id: 'first' })), 'BadCallback'],
    ['a receipt without a status', JSON.stringify(aReceipt({ status: undefined })), 'BadCallback'],
    ['a receipt whose status is a number', JSON.stringify(aReceipt({ status: 7 })), 'BadCallback'],
    [
      'a receipt whose status is somebody’s address',
      JSON.stringify(aReceipt({ status: 'amala@example.com' })),
      'BadCallback',
    ],
    ['the webhook of another service', JSON.stringify({ event: 'push', ref: 'refs/heads/main' }), 'BadCallback'],
  ])('a body that holds %s gets 400, and is counted by what is wrong', async (_what, body, metric) => {
    expect(await receipts.status(body)).toBe(400);
    expect(receipts.monitor.counts).toEqual({ [metric]: 1 });
  });

  it('a request with no body gets 400', async () => {
    const { body: _none, ...call } = aCall('');
    expect((await receipts.answer(call)).statusCode).toBe(400);
  });

  it('JSON that is not a callback always gets 400', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (body) => {
        expect(await receipts.status(body)).toBe(400);
      }),
      { numRuns: 200 },
    );
  });

  it('a callback gets 503 while the secret cannot be read, and 204 as soon as it can', async () => {
    receipts.secretFails();
    expect(await receipts.status(aReceipt())).toBe(503);
    expect(receipts.monitor.counts).toEqual({ Fault: 1 });
    receipts.secrets.reset();
    receipts.secrets.onAnyCommand().resolves({ SecretString: token });
    expect(await receipts.status(aReceipt())).toBe(204);
  });

  it('each kind of callback goes to its handler, with what was read from it', async () => {
    const taken: unknown[] = [];
    const note = (kind: string) => async (payload: object, deliveryId: string | undefined) =>
      void taken.push([kind, payload, deliveryId]);
    receipts = openReceipts(new MemoryDeliveryStore(), {
      handlers: { receivedText: note('text'), complaint: note('complaint') },
    });
    const [text, complaint] = [
      aReceivedText(),
      aComplaint({ reference: 'staging/f3f1c7e4-0a3c-5b5e-8a2d-0d3f5a6b7c8d' }),
    ];
    expect(await receipts.status(text)).toBe(204);
    expect(await receipts.status(complaint)).toBe(204);
    const { to: _recipient, ...told } = complaint as { to: string };
    expect(taken).toEqual([
      ['text', text, undefined],
      ['complaint', told, 'f3f1c7e4-0a3c-5b5e-8a2d-0d3f5a6b7c8d'],
    ]);
  });

  it('a callback whose handler fails or is missing gets 503, so that Notify tries again', async () => {
    receipts = openReceipts(new MemoryDeliveryStore(), {
      handlers: { receivedText: () => Promise.reject(new Error('the bus is down')) },
    });
    expect(await receipts.status(aReceivedText())).toBe(503);
    expect(await receipts.status(aComplaint())).toBe(503);
    expect(receipts.monitor.counts).toEqual({ Fault: 2 });
  });
});
