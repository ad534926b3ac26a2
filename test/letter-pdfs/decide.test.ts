import type { PdfResult } from '../../lambda/letter-pdfs/fetch-pdf';
import { decide } from '../../lambda/letter-pdfs/decide';
import { noon } from '../shared/deliveries/deliveries';
import { day, hour, minute } from '../../lib/contract/time';

const notYet: PdfResult = { kind: 'not yet' };
const noAnswer: PdfResult = { kind: 'no answer', reason: 'Notify is down' };
const after = (answer: PdfResult, age: number) => decide(answer, { sentAt: noon, now: noon + age });

describe('decide: PDF of a letter', () => {
  it.each([0, hour, 15 * day])('an available PDF is stored, %i ms after Notify accepted the letter', (age) => {
    const pdf = Buffer.from('%PDF-1.4');
    expect(after({ kind: 'pdf', pdf }, age)).toEqual({ kind: 'store', pdf });
  });

  it.each([0, hour, 15 * day])(
    'a PDF that will never exist is given up, %i ms after Notify accepted the letter',
    (age) => {
      expect(after({ kind: 'none', reason: 'a virus' }, age)).toEqual({ kind: 'abandon', reason: 'a virus' });
    },
  );

  it.each([notYet, noAnswer])(
    'a PDF with the answer $kind is requested again, later the older the letter is',
    (answer) => {
      const waits = [0, 3 * minute, 10 * minute, hour, day].map((age) => after(answer, age));
      expect(waits).toEqual([120, 120, 300, 900, 900].map((seconds) => ({ kind: 'retry', after: seconds })));
    },
  );

  it('the next request is in whole seconds and within the longest delay that SQS allows', () => {
    for (let age = 0; age < day; age += 77_777) {
      const step = after(notYet, age);
      if (step.kind !== 'retry') throw new Error('nobody asks again');
      expect(step.after).toBeLessThanOrEqual(900);
      expect(Number.isInteger(step.after)).toBe(true);
    }
  });

  it('a clock that is behind does not cause a request at once', () => {
    expect(after(notYet, -hour)).toEqual({ kind: 'retry', after: 120 });
  });

  it('a PDF missing after two weeks is given up, with the last reason', () => {
    expect(after(notYet, 14 * day - 1)).toMatchObject({ kind: 'retry' });
    expect(after(notYet, 14 * day)).toEqual({
      kind: 'abandon',
      reason: 'not available for too long: Notify has not made it',
    });
    expect(after(noAnswer, 14 * day)).toEqual({
      kind: 'abandon',
      reason: 'not available for too long: Notify is down',
    });
  });
});
