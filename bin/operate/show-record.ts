import type { DeliveryRecord } from '../../lib/records';

/** What happened to a message, from when it was first seen, a line for each. */
export function lifeOf(record: DeliveryRecord): readonly string[] {
  const { created_at, sent_at, completed_at, changed_at, notification_id, state, failure, reason } = record;
  const steps: [string, string][] = [[created_at, 'first seen']];
  if (sent_at !== undefined) steps.push([sent_at, `sent to Notify as ${notification_id ?? 'an unknown id'}`]);
  const end = failure === undefined ? state : `${state}, ${failure}`;
  steps.push([completed_at ?? changed_at, reason === undefined ? end : `${end}: ${reason}`]);
  if (record.pdf_stored_at !== undefined) steps.push([record.pdf_stored_at, `its PDF is stored as ${record.pdf_key}`]);
  return steps.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([time, what]) => `  ${time}  ${what}`);
}

/** All that is on record of a message. */
export function showRecord(record: DeliveryRecord): string {
  const { delivery_id, type, state, attempts, reference, template_id, cost_in_pounds, expires_at, kept_until } = record;
  const facts = [
    `attempts ${attempts}`,
    ...(reference === undefined ? [] : [`reference ${reference}`]),
    ...(template_id === undefined ? [] : [`template ${template_id}`]),
    ...(cost_in_pounds === undefined ? [] : [`£${cost_in_pounds}`]),
    ...(expires_at === undefined ? [] : [`to be sent before ${expires_at}`]),
    ...(record.duplicate_suspected ? ['Notify may have it twice'] : []),
    `on record until ${kept_until}`,
  ];
  return [`${delivery_id}  ${type}  ${state}`, ...lifeOf(record), `  ${facts.join(' · ')}`].join('\n');
}

/** As much of it as fits into a line. */
export const recordLine = ({ changed_at, type, state, reason, delivery_id }: DeliveryRecord): string =>
  [changed_at, delivery_id, type, state, ...(reason === undefined ? [] : [reason])].join('  ');
