import { type NotifyBucket, newBucket, take } from '../../../lib/rules/limits/token-bucket';
import { readVectors } from '../../vectors';

interface RateLimitCase {
  note: string;
  limit_per_minute: number;
  accepted: number;
  rejected: number;
  first_rejected_index: number | null;
  tokens_after_last: number;
}

/** Reads the moments of a case's requests, in milliseconds, out of its note: that is where the vectors hold them. */
function momentsOf(note: string): number[] {
  const moments: number[] = [];
  let rest = note.replace(/^limit \d+: /, '');
  while (rest !== '') {
    const burst = /^(\d+|one)(?: requests)? at t=([\d.]+)/.exec(rest);
    const series = /^(\d+)(?: more)?, one every ([\d.]+) (ms|s)\b/.exec(rest);
    const pause = /^pause to t=[\d.]+/.exec(rest);
    if (burst) {
      const [, count, second] = burst;
      moments.push(...Array.from({ length: count === 'one' ? 1 : Number(count) }, () => Number(second) * 1000));
    } else if (series) {
      const [, count, step, unit] = series;
      const gap = Number(step) * (unit === 's' ? 1000 : 1);
      const from = moments.at(-1) ?? 0;
      moments.push(...Array.from({ length: Number(count) }, (_, index) => from + (index + 1) * gap));
    } else if (!pause) {
      throw new Error(`the note of a rate limit case cannot be read from "${rest}" on`);
    }
    rest = rest.slice((burst ?? series ?? pause)?.[0].length).replace(/^(, | then )/, '');
  }
  return moments;
}

function run(limitPerMinute: number, moments: number[]): { outcomes: boolean[]; bucket: NotifyBucket } {
  let bucket = newBucket(limitPerMinute, moments[0] ?? 0);
  const outcomes = moments.map((now) => {
    const taken = take(bucket, limitPerMinute, now);
    bucket = taken.bucket;
    return taken.allowed;
  });
  return { outcomes, bucket };
}

describe('token bucket: recorded requests', () => {
  test.each(readVectors<RateLimitCase>('ratelimit.json').cases)(
    'the token bucket answers as Notify did: $note',
    (expected) => {
      const { outcomes, bucket } = run(expected.limit_per_minute, momentsOf(expected.note));
      const firstRefusal = outcomes.indexOf(false);
      expect({
        accepted: outcomes.filter((allowed) => allowed).length,
        rejected: outcomes.filter((allowed) => !allowed).length,
        first_rejected_index: firstRefusal === -1 ? null : firstRefusal,
        tokens_after_last: Math.floor(bucket.tokens),
      }).toEqual({
        accepted: expected.accepted,
        rejected: expected.rejected,
        first_rejected_index: expected.first_rejected_index,
        tokens_after_last: expected.tokens_after_last,
      });
    },
  );
});

const now = Date.UTC(2026, 0, 5, 9);

test('a letter from a template takes two tokens, so half as many pass', () => {
  let bucket = newBucket(3000, now);
  let passed = 0;
  for (;;) {
    const taken = take(bucket, 3000, now, 2);
    if (!taken.allowed) break;
    bucket = taken.bucket;
    passed += 1;
  }
  expect(passed).toBe(499);
});

test('a letter that is refused at its first check takes one token, not two', () => {
  expect(take({ tokens: 1.5, refilledAt: now }, 3000, now, 2)).toEqual({
    bucket: { tokens: 0.5, refilledAt: now },
    allowed: false,
  });
});

test('a token bucket never fills above its capacity, however long it rests', () => {
  const rested = take(newBucket(3000, now), 3000, now + 86_400_000);
  expect(rested.bucket.tokens).toBe(999);
});

test('a clock that goes back neither fills nor drains a token bucket', () => {
  const back = take({ tokens: 10, refilledAt: now }, 3000, now - 5000);
  expect(back).toEqual({ bucket: { tokens: 9, refilledAt: now }, allowed: true });
});

test('a service with a limit of zero is refused everything', () => {
  expect(take(newBucket(0, now), 0, now).allowed).toBe(false);
});

test('taking a token does not change the bucket that was given', () => {
  const bucket = Object.freeze(newBucket(60, now));
  take(bucket, 60, now);
  expect(bucket).toEqual({ tokens: 21, refilledAt: now });
});
