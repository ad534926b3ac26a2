import { aDelivery, aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { meets } from '../send/scripted-notify';
import { openLetters, pdf, thePdf, type LettersInTest } from './letters-in-test';
import { day, iso, minute } from '../../lib/contract/time';

let letters: LettersInTest;
beforeEach(() => {
  letters = openLetters();
});

const notReady = () => meets.refusal(400, 'PDFNotReadyError', 'PDF not available yet, try again later');

describe('the PDF of a letter', () => {
  it.each(['letter', 'precompiled_letter'] as const)(
    'of type %s is fetched two minutes after Notify took it, kept in the bucket, noted in the record and told',
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

  it.each(['email', 'sms'] as const)('is asked for no %s', async (type) => {
    await letters.sent({ type });
    expect(letters.queue.messages).toEqual([]);
  });

  it.each(['rejected', 'expired', 'held'] as const)('is asked for no letter that is %s', async (state) => {
    await letters.store.create(aDeliveryThatIs(state, { type: 'letter' }));
    await letters.settle();
    expect(letters.queue.messages).toEqual([]);
  });

  it('is asked for once, however often the letter changes after Notify took it', async () => {
    const letter = await letters.sent();
    await letters.store.annotate(letter.id, { status: 'a new one' }, {});
    await letters.store.transition(letter.id, { state: 'delivered', changed_at: iso(noon + 1) });
    await letters.settle();
    expect(letters.queue.messages).toHaveLength(1);
  });

  it('is waited for without a receive spent, though Notify makes it only after days', async () => {
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
    'is given up at once for %s, counted, with the reason in the log',
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

  it('is waited for no longer than Notify keeps the letter, when one was cancelled before it had any', async () => {
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

  it('is given up after two weeks in which Notify does not make it', async () => {
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
  ])('is asked for again when Notify answers with %s', async (_what, answer) => {
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

  it('is one object and one event, though it is asked for twice at the same time', async () => {
    const letter = await letters.sent();
    letters.notify.nextReads(thePdf(), thePdf());
    await Promise.all([letters.storePdf(letter.id), letters.storePdf(letter.id)]);
    await letters.settle();
    expect(letters.notify.reads).toHaveLength(2);
    expect(letters.objects.size).toBe(1);
    expect(letters.stored()).toHaveLength(1);
  });

  it('is not fetched again once it is there', async () => {
    const letter = await letters.sent();
    letters.notify.nextReads(thePdf());
    await letters.next();
    await letters.storePdf(letter.id);
    expect(letters.notify.reads).toHaveLength(1);
  });

  it('is noted for a letter that came to its end in the meantime too, which stays as it is', async () => {
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

  it('is not fetched for a delivery of which nothing is on record, or that was never sent', async () => {
    const rejected = aDeliveryThatIs('rejected', { type: 'letter' });
    await letters.store.create(rejected);
    await letters.storePdf(rejected.id);
    await letters.storePdf(aDelivery().id);
    expect(letters.notify.reads).toEqual([]);
    expect(letters.monitor.counts).toEqual({});
  });
});
