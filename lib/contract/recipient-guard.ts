import { SettingError } from './pipeline-error';

/** Where messages go instead whose recipient is not allowed. A channel without one has its messages rejected. */
export interface RedirectTarget {
  readonly email?: string;
  readonly phoneNumber?: string;
}

/** What a recipient guard allows, as the construct gives it to the send functions: JSON in a secret. */
export interface RecipientGuardSettings {
  readonly emails: readonly string[];
  readonly domains: readonly string[];
  readonly phoneNumbers: readonly string[];
  readonly redirectTo?: RedirectTarget;
}

/** Why a message is rejected that the guard stops. It names nobody. */
export const stoppedByGuard = 'not allowed by the recipient guard';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/**
 * Reads what the construct wrote.
 * @throws SettingError when it is anything else: then nothing may be sent. It shows nothing of the text
 */
export function parseRecipientGuard(text: string): RecipientGuardSettings {
  const { emails, domains, phoneNumbers, redirectTo } = objectIn(text);
  if (!isTexts(emails) || !isTexts(domains) || !isTexts(phoneNumbers)) throw unreadable();
  if (redirectTo === undefined) return { emails, domains, phoneNumbers };
  const { email, phoneNumber } = Object(redirectTo) as Readonly<Record<string, unknown>>;
  return {
    emails,
    domains,
    phoneNumbers,
    redirectTo: {
      ...(typeof email === 'string' ? { email } : {}),
      ...(typeof phoneNumber === 'string' ? { phoneNumber } : {}),
    },
  };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  } catch {
    // The parser's own error repeats a part of the text.
    throw unreadable();
  }
}

const unreadable = (): SettingError =>
  new SettingError(
    'the recipient guard cannot be read, so nothing is sent; deploy the pipeline again with its recipients',
  );
