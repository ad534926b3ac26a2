import { randomUUID } from 'node:crypto';
import { checkPhoneNumber } from '../../rules/recipients/check-recipient';
import { renderTemplate } from '../../rules/templates/render';
import { letterPages } from '../letters/letter-pages';
import type { Notify } from '../notify';
import { findTemplate, type FoundTemplate } from '../sending/find-template';
import { originOf, store } from '../sending/store';
import type { Details, StoredPersonalisation } from '../storage/notification';
import type { CompleteService } from '../world/complete-world';

/** A message that someone of the team sends on Notify's website. */
export interface WebsiteMessage {
  /** The id of the template. */
  readonly templateId: string;
  /**
   * Email address or phone number. A letter has its address in the personalisation.
   *
   * @default none
   */
  readonly recipient?: string;
  /**
   * The values for the template's placeholders.
   *
   * @default none
   */
  readonly personalisation?: StoredPersonalisation;
  /** Shown as `created_by_name`. */
  readonly createdByName: string;
  /** Sent by uploading a spreadsheet: only lists that ask for jobs show it. @default false */
  readonly fromSpreadsheet?: boolean;
  /**
   * The id of the service.
   *
   * @default the first service
   */
  readonly serviceId?: string;
}

/** Stores a message as the website does, as if with a live key. Gives its id; throws where there is no such template. */
export function sendFromWebsite(notify: Notify, service: CompleteService, message: WebsiteMessage): string {
  const { templateId, recipient = '', personalisation = {}, createdByName, fromSpreadsheet = false } = message;
  const used = findTemplate(service, templateId);
  if (used === undefined) throw new Error(`the service has no template ${templateId}: give the id of one of its own`);
  const id = randomUUID();
  const call = { notify, service, key: { type: 'live' }, now: notify.now(), queue: true } as const;
  const details = { ...detailsFor(used, recipient, personalisation), createdByName, fromJob: fromSpreadsheet };
  const stored = { id, personalisation, reference: null, recipient, status: 'created', details } as const;
  store(call, originOf(call, used), stored, [used.template.type]);
  return id;
}

function detailsFor(
  { template, version }: FoundTemplate,
  recipient: string,
  values: StoredPersonalisation,
): Partial<Details> {
  if (template.type === 'letter') {
    return { postage: template.postage, pages: letterPages(renderTemplate(version, values).body).length };
  }
  const phone = template.type === 'sms' ? checkPhoneNumber(recipient) : undefined;
  if (phone?.valid !== true) return {};
  const { international, rateMultiplier, reportsDelivery } = phone;
  return { international, rateMultiplier, reportsDelivery };
}
