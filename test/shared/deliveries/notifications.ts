import { randomUUID } from 'node:crypto';
import type { Notification } from '../../../lib/notify';

const none = { line_1: null, line_2: null, line_3: null, line_4: null, line_5: null, line_6: null, postcode: null };

interface Terms {
  readonly type?: Notification['type'];
  readonly id?: string;
  readonly status?: string;
  readonly reference?: string | null;
  readonly created_at?: string;
  readonly completed_at?: string | null;
  readonly priced?: boolean;
}

/** A notification as Notify reports it. What is in it is somebody's, so that a test can see whether it leaks. */
export function aNotification({ type = 'email', priced = true, ...terms }: Terms = {}): Notification {
  const created_at = terms.created_at ?? '2026-03-02T12:00:00.123456Z';
  const common = {
    id: randomUUID(),
    reference: null,
    template: {
      id: randomUUID(),
      version: 12,
      uri: 'https://api.notifications.service.gov.uk/v2/template/1/version/12',
    },
    body: 'Dear Amala',
    created_at,
    created_by_name: null,
    sent_at: created_at,
    completed_at: '2026-03-02T12:00:41.654321Z',
    scheduled_for: null,
    one_click_unsubscribe_url: null,
    ...none,
    ...terms,
  };
  // A status may be one that we do not know, which the types of the core rule out.
  return { status: 'delivered', ...common, ...ofType(type, priced) } as Notification;
}

function ofType(type: Notification['type'], priced: boolean): object {
  const unpriced = { is_cost_data_ready: false, cost_in_pounds: null, cost_details: {} };
  const cost = (cost_in_pounds: number, cost_details: object): object =>
    priced ? { is_cost_data_ready: true, cost_in_pounds, cost_details } : unpriced;
  switch (type) {
    case 'email':
      return {
        type,
        email_address: 'amala@example.com',
        phone_number: null,
        subject: 'Hi',
        postage: null,
        ...cost(0, {}),
      };
    case 'sms': {
      const details = { billable_sms_fragments: 2, international_rate_multiplier: 1, sms_rate: 0.0227 };
      const rest = { email_address: null, phone_number: '07900900123', subject: null, postage: null };
      return { type, ...rest, ...cost(0.0454, details) };
    }
    case 'letter': {
      const details = { billable_sheets_of_paper: 2, postage: 'second' };
      const rest = { email_address: null, phone_number: null, subject: 'Hi', postage: 'second' };
      return { type, ...rest, line_1: 'Amala Bird', postcode: 'SW14 6BH', ...cost(0.78, details) };
    }
  }
}
