import { environment, requireEnvironment } from '../../../lib/contract/environment';
import { rateLimitSettings, type RateLimitSettings } from '../../../lib/contract/rate-limit';

/** The rate at which this pipeline may send, as the construct says. */
export const readRateLimit = (): RateLimitSettings =>
  rateLimitSettings(
    Number(requireEnvironment(environment.rateLimit)),
    Number(requireEnvironment(environment.rateShare)),
  );
