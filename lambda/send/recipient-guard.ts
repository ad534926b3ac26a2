import { parseRecipientGuard } from '../../lib/contract/recipient-guard';
import type { QueueMessage } from '../../lib/contract/message';
import type { GuardedMessage, GuardRecipient } from './guard-recipient';
import { loadRecipientRules } from './load-recipient-rules';

/** Says to whom a message may go, before anything of it is given to Notify. */
export type RecipientCheck = (message: QueueMessage) => Promise<GuardedMessage>;

/** For a pipeline without a guard, as in production. */
export const noGuard: RecipientCheck = (message) => Promise.resolve({ kind: 'allowed', message });

/**
 * The guard by what a secret says. Where that cannot be read, nothing is sent.
 * @param settings the text of the secret, as it is or was a few minutes ago
 */
export function createSecretGuard(settings: () => Promise<string>): RecipientCheck {
  let made: { readonly from: string; readonly guard: GuardRecipient } | undefined;

  return async (message) => {
    const from = await settings();
    if (made?.from !== from) {
      const { createRecipientGuard } = await loadRecipientRules();
      made = { from, guard: createRecipientGuard(parseRecipientGuard(from)) };
    }
    return made.guard(message);
  };
}
