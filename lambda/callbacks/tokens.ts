import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../lib/contract/clock';

/** The tokens that callbacks may bear. */
export interface CallbackTokens {
  /** Whether it is one of them. Rejects when nobody can say. */
  accepts(token: string): Promise<boolean>;
}

const keptFor = 5 * 60_000;
/** A token that does not fit may be new. More often than this nobody looks, however many bad ones come. */
const readAgainAfter = 10_000;

/** Tokens that are read, kept for a while, and read again when one comes that is not among them. */
export function createTokens(read: () => Promise<readonly string[]>, clock: Pick<Clock, 'now'>): CallbackTokens {
  let kept: { readonly digests: Promise<readonly Buffer[]>; readonly at: number } | undefined;

  const digestsNoOlderThan = (age: number): Promise<readonly Buffer[]> => {
    if (kept && clock.now() - kept.at < age) return kept.digests;
    const digests = read().then((tokens) => tokens.map(digestOf));
    kept = { digests, at: clock.now() };
    digests.catch(() => (kept = undefined));
    return digests;
  };
  return {
    accepts: async (token) => {
      const digest = digestOf(token);
      const isAmong = async (age: number): Promise<boolean> => {
        const known = await digestsNoOlderThan(age);
        return known.map((each) => timingSafeEqual(each, digest)).includes(true);
      };
      return (await isAmong(keptFor)) || isAmong(readAgainAfter);
    },
  };
}

/** All digests are of one length, which `timingSafeEqual` asks for and which tells nothing of the token's own. */
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
