import { randomBytes } from 'node:crypto';
import { scheduledFor } from '../../lambda/send/scheduling';
import { isForTable, mostInTable, pack, unpack } from '../../lambda/shared/schedule/packed-body';
import { writePointer } from '../../lib/contract/extended-client';
import { day, iso, minute } from '../../lib/contract/time';
import { noon } from '../shared/deliveries/deliveries';

describe('send: when a message is scheduled', () => {
  const body = '{"type":"email"}';

  it('a message with no send_after, or one that SQS can delay, is not scheduled', () => {
    expect(scheduledFor({}, { body }, noon)).toBeUndefined();
    expect(scheduledFor({ send_after: iso(noon - 1) }, { body }, noon)).toBeUndefined();
    expect(scheduledFor({ send_after: iso(noon + 15 * minute) }, { body }, noon)).toBeUndefined();
  });

  it('a message that has to wait for longer is scheduled for its time, however far ahead', () => {
    for (const due of [noon + 15 * minute + 1, noon + 400 * day]) {
      expect(scheduledFor({ send_after: iso(due) }, { body }, noon)).toBe(due);
    }
  });

  it('a message whose content is in the bucket comes back every fortnight, before the bucket deletes it', () => {
    const pointer = writePointer({ bucketName: 'bucket', key: 'payloads/one' });
    const big = randomBytes(mostInTable).toString('base64');
    for (const inBucket of [pointer, big]) {
      expect(scheduledFor({ send_after: iso(noon + 20 * day) }, { body: inBucket }, noon)).toBe(noon + 14 * day);
      expect(scheduledFor({ send_after: iso(noon + 3 * day) }, { body: inBucket }, noon)).toBe(noon + 3 * day);
    }
  });
});

describe('scheduled messages: packed bodies', () => {
  it.each([
    ['a short body, as it is', 'Ä short one', 'string'],
    ['words, deflated', 'Your appointment is on Monday. '.repeat(200), 'object'],
    ['what cannot be deflated, as it is', randomBytes(800).toString('base64'), 'string'],
  ])('%s', (_what, body, type) => {
    const packed = pack(body);
    expect(typeof packed).toBe(type);
    expect(isForTable(body)).toBe(true);
    expect(unpack(packed ?? '')).toBe(body);
  });

  it('a body that is over 4 kB even when it is deflated is not for the table', () => {
    expect(pack(randomBytes(8000).toString('base64'))).toBeUndefined();
    expect(isForTable(randomBytes(8000).toString('base64'))).toBe(false);
  });
});
