import type { QueueMessage } from '../contract/queue-message';
import { withoutValues } from '../notify/answer-errors';
import type { NotifyErrorEntry } from '../notify/errors';
import type { Template } from '../notify/responses';
import type { Permission } from '../rules/permissions';
import { readJson } from '../rules/python/read-json';
import { Refusal } from '../rules/refusal';
import { templateText } from '../templates/template-text';
import { checkEmail } from './check-email';
import { checkLetter, checkPrecompiledLetter } from './check-letter';
import { checkSms } from './check-sms';
import type { Known } from './known';

/**
 * What a preflight can check by. It does not refuse a message because of something that you do not give.
 *
 * @example
 * const { templates } = await notify.listTemplates();
 * createPreflight({ templates, permissions: ['email', 'sms'] });
 */
export interface PreflightOptions {
  /**
   * The service's templates, as `notify.listTemplates()` gives them. A message of a template that is not among them is
   * not checked against any: it may have been made since.
   * @default none
   */
  readonly templates?: readonly Template[] | undefined;
  /** All that the service may do. @default not known, so nothing is refused for it */
  readonly permissions?: readonly Permission[] | undefined;
}

/** Gives what Notify would say if it were sent the message: nothing, where no reason is known to refuse it. */
export interface Preflight {
  (message: QueueMessage): readonly NotifyErrorEntry[];
  /**
   * Says what Notify would, for a log: without what is in the message.
   * @default the class of the error and the field that it names
   */
  readonly describe?: (entry: NotifyErrorEntry) => string;
}

/**
 * Makes a function that says of a message, before it is put on the queue, why Notify would refuse it: in Notify's own
 * words, and by the very rules that the stand-in goes by. Notify looks at one thing after another and ends with the
 * first that is wrong, and so does this. It never refuses for what Notify alone can know: who is on a guest list, what
 * is left of a limit, whether a sender exists, whether a file holds a virus.
 *
 * Notify's words may repeat what is wrong. Do not log them.
 *
 * @example
 * const { templates } = await notify.listTemplates();
 * const preflight = createPreflight({ templates });
 * preflight({ type: 'sms', template_id: templateId, phone_number: '07900 90' });
 * // [{ error: 'ValidationError', message: 'phone_number Not enough digits' }]
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#error-codes
 */
export function createPreflight({ templates = [], permissions }: PreflightOptions = {}): Preflight {
  const texts = new Map(templates.map((template) => [template.id, templateText(template)]));
  const known: Known = { templates: texts, permissions };
  const preflight = (message: QueueMessage) => refusalOf(() => check(asItArrives(message), known));
  return Object.assign(preflight, { describe: withoutValues });
}

function check(message: QueueMessage, known: Known): void {
  switch (message.type) {
    case 'email':
      return checkEmail(message, known);
    case 'sms':
      return checkSms(message, known);
    case 'letter':
      return checkLetter(message, known);
    case 'precompiled_letter':
      return checkPrecompiledLetter(message, known);
  }
}

/** JSON knows neither `undefined` nor dates, and what Notify is sent went through it. */
const asItArrives = (message: QueueMessage): QueueMessage => readJson(JSON.stringify(message)) as QueueMessage;

/** What a check refuses for. Where Notify would fall over, it does not say no. */
function refusalOf(check: () => void): readonly NotifyErrorEntry[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.status < 500 ? error.errors : [];
  }
}
