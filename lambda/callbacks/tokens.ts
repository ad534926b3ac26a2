import { createHash, timingSafeEqual } from 'node:crypto';
import type { RotatingSecret } from './rotating-secret';

/** The tokens that callbacks may bear. */
export interface CallbackTokens {
  /** Whether it is one of them. Rejects when nobody can say. */
  accepts(token: string): Promise<boolean>;
}

export const createTokens = (secret: RotatingSecret): CallbackTokens => ({
  accepts: (token) => {
    const digest = digestOf(token);
    return secret.someValue((value) => timingSafeEqual(digestOf(value), digest));
  },
});

/** All digests are of one length, which `timingSafeEqual` needs, and which shows nothing of the token's own. */
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
