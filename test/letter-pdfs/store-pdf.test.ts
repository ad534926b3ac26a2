import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { meets } from '../send/scripted-notify';
import { openLetters, pdf, thePdf, type LettersInTest } from './letters-in-test';
import { day, iso, minute } from '../../lib/contract/time';

let letters: LettersInTest;
beforeEach(() => {
  letters = openLetters();
});

const notReady = () => meets.refusal(400, 'PDFNotReadyError', 'PDF not available yet, try again later');

describe('letter-pdfs: store PDF', () => {
  it.each(['letter', 'precompiled_letter'] as const)(
    'a PDF of type %s is fetched two minutes after Notify accepts it, stored, recorded and published',
    async (type) => {
      const letter = await letters.sent({ type, reference: 'order 7' });
      expect(letters.notify.reads).toEqual([]);
      letters.notify.nextReads(thePdf());
      await letters.next();

      const key = `letters/${letter.id}.pdf`;
      const note = { pdf_bucket: 'the bucket', pdf_key: key, pdf_stored_at: iso(noon + 2 * minute) };
      expect(letters.notify.reads).toEqual([`/v2/notifications/${letter.notification_id}/pdf`]);
      expect([...letters.objects]).toEqual([[key, pdf]]);
      expect(await letters.store.find(letter.id)).toEqual({ ...letter, ...note });
      expect(letters.stored().map(({ detail }) => detail)).toEqual([
        expect.objectContaining({ ...note, delivery_id: letter.id, state: 'sent', reference: 'order 7' }),
      ]);
      expect(letters.monitor.counts).toEqual({ LetterPdfStored: 1 });
      expect(letters.queue.messages).toEqual([]);
    },
  );

  it.each(['email', 'sms'] as const)('no PDF is requested for an %s', async (type) => {
    await letters.sent({ type });
    expect(letters.queue.messages).toEqual([]);
  });

  it.each(['rejected', 'expired', 'held'] as const)('no PDF is requested for a letter that is %s', async (state) => {
    await letters.store.create(aDeliveryThatIs(state, { type: 'letter' }));
    await letters.settle();
    expect(letters.queue.messages).toEqual([]);
  });

  it('a PDF is requested once, however often the letter changes', async () => {
    const letter = await letters.sent();
    await letters.store.annotate(letter.id, { status: 'a new one' }, {});
    await letters.store.transition(letter.id, { state: 'delivered', changed_at: iso(noon + 1) });
    await letters.settle();
    expect(letters.queue.messages).toHaveLength(1);
  });

  it('a PDF that Notify makes only after days is awaited without using up receives', async () => {
    const letter = await letters.sent();
    const days = 3;
    while (letters.clock.now() < noon + days * day) {
      letters.notify.nextReads(notReady());
      await letters.next();
      expect(letters.queue.messages).toEqual([expect.objectContaining({ receiveCount: 0 })]);
    }
    // More often than a message may be received.
    expect(letters.notify.reads.length).toBeGreaterThan(200);
    letters.notify.nextReads(thePdf());
    await letters.next();

    expect([...letters.objects.keys()]).toEqual([`letters/${letter.id}.pdf`]);
    expect(letters.stored()).toHaveLength(1);
    expect(letters.queue.settings.redrive?.deadLetterQueue.messages).toEqual([]);
    expect(letters.monitor.said.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it.each([
    ['a letter with a virus', 400, 'BadRequestError', 'File did not pass the virus scan', 'virus scan'],
    [
      'a letter that failed',
      400,
      'BadRequestError',
      'PDF not available for letters in status technical-failure',
      'PDF not available',
    ],
    ['a letter that Notify keeps no longer', 404, 'NoResultFound', 'No result found', '404: NoResultFound'],
    ['what is no letter', 400, 'BadRequestError', 'Notification is not a letter', 'is not a letter'],
    ['an id that is none', 400, 'ValidationError', 'notification_id is not a valid UUID', 'is not a valid UUID'],
  ])(
    'a PDF is given up at once for %s, counted, and the reason is logged',
    async (_what, status, error, message, reason) => {
      const letter = await letters.sent();
      letters.notify.nextReads(meets.refusal(status, error, message));
      await letters.next();

      expect(letters.monitor.counts).toEqual({ LetterPdfMissing: 1 });
      expect(letters.monitor.said).toEqual([
        {
          level: 'warn',
          what: 'there is no PDF',
          about: { delivery_id: letter.id, reason: expect.stringContaining(reason) as string },
        },
      ]);
      expect(letters.queue.messages).toEqual([]);
      expect(letters.stored()).toEqual([]);
    },
  );

  it('the PDF of a cancelled letter is awaited only as long as Notify keeps the letter', async () => {
    const letter = await letters.sent();
    await letters.store.transition(letter.id, {
      state: 'failed',
      failure: 'cancelled',
      changed_at: iso(noon + minute),
    });
    letters.notify.nextReads(notReady(), meets.refusal(404, 'NoResultFound', 'No result found'));
    await letters.next();
    letters.clock.moveTo(noon + 7 * day);
    expect(await letters.next()).toBe(true);
    expect(await letters.next()).toBe(false);
    expect(letters.monitor.counts).toEqual({ LetterPdfMissing: 1 });
  });

  it('a PDF that Notify does not make in two weeks is given up', async () => {
    await letters.sent();
    letters.clock.moveTo(noon + 14 * day - 1);
    letters.notify.nextReads(notReady(), notReady());
    await letters.next();
    expect(await letters.next()).toBe(true);
    expect(await letters.next()).toBe(false);
    expect(letters.monitor.counts).toEqual({ LetterPdfMissing: 1 });
  });

  it.each([
    ['an error of its own', meets.serverError()],
    [
      'an error of its own that has the name of a refusal',
      meets.refusal(500, 'ValidationError', 'Internal server error'),
    ],
    ['a PDF of nothing', thePdf(Buffer.alloc(0))],
    ['a page of its edge', meets.page(502)],
    ['a 404 that is not in its envelope', meets.page(404)],
    ['a lost connection', meets.loss(false)],
    ['a page instead of the PDF', meets.page(200)],
    ['a refusal of the key', meets.refusal(403, 'AuthError', 'Invalid token: API key revoked')],
    ['too many requests', meets.refusal(429, 'RateLimitError', 'Exceeded rate limit')],
  ])('a PDF is requested again when Notify answers with %s', async (_what, answer) => {
    const letter = await letters.sent();
    // The second one is for the key that is read anew.
    letters.notify.nextReads(answer, answer);
    await letters.next();
    expect(letters.queue.messages).toEqual([
      expect.objectContaining({ body: JSON.stringify({ delivery_id: letter.id }), receiveCount: 0 }),
    ]);
    expect(letters.objects.size).toBe(0);
    expect(letters.monitor.said).toEqual([expect.objectContaining({ level: 'warn', what: 'PDF not fetched' })]);

    letters.notify.nextReads(thePdf(), thePdf());
    while (letters.stored().length === 0) expect(await letters.next()).toBe(true);
    expect(letters.objects.size).toBe(1);
  });

  it('two requests for one PDF at once give one object and one event', async () => {
    const letter = await letters.sent();
    letters.notify.nextReads(thePdf(), thePdf());
    await Promise.all([letters.storePdf(letter.id), letters.storePdf(letter.id)]);
    await letters.settle();
    expect(letters.notify.reads).toHaveLength(2);
    expect(letters.objects.size).toBe(1);
    expect(letters.stored()).toHaveLength(1);
  });

  it('a stored PDF is not fetched again', async () => {
    const letter = await letters.sent();
    letters.notify.nextReads(thePdf());
    await letters.next();
    await letters.storePdf(letter.id);
    expect(letters.notify.reads).toHaveLength(1);
  });

  it('a PDF is also recorded for a letter that has its outcome, which stays unchanged', async () => {
    const letter = await letters.sent();
    await letters.store.transition(letter.id, { state: 'delivered', changed_at: iso(noon + minute) });
    letters.notify.nextReads(thePdf());
    await letters.next();
    expect(await letters.store.find(letter.id)).toMatchObject({
      state: 'delivered',
      pdf_key: `letters/${letter.id}.pdf`,
    });
    expect(letters.events.map(({ detailType }) => detailType).slice(-2)).toEqual([
      'Notification Delivered',
      'Letter PDF Stored',
    ]);
  });

  it('no PDF is fetched for an unknown delivery or one that was never sent', async () => {
    const rejected = aDeliveryThatIs('rejected', { type: 'letter' });
    await letters.store.create(rejected);
    await letters.storePdf(rejected.id);
    await letters.storePdf(aDelivery().id);
    expect(letters.notify.reads).toEqual([]);
    expect(letters.monitor.counts).toEqual({});
  });
});
