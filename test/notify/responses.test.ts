import type { EmailNotification, LetterNotification, Notification, SmsNotification, Template } from '../../lib/notify';

const common = {
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: null,
  template: {
    id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
    version: 1,
    uri: 'https://api.example/v2/template/f3/version/1',
  },
  body: 'Hello',
  created_at: '2026-08-20T12:00:00.000000Z',
  created_by_name: null,
  sent_at: null,
  completed_at: null,
  scheduled_for: null,
  one_click_unsubscribe_url: null,
};
const noAddress = {
  line_1: null,
  line_2: null,
  line_3: null,
  line_4: null,
  line_5: null,
  line_6: null,
  postcode: null,
};

const email: EmailNotification = {
  ...common,
  ...noAddress,
  type: 'email',
  status: 'sending',
  email_address: 'amala@example.com',
  phone_number: null,
  subject: 'Hello',
  postage: null,
  is_cost_data_ready: true,
  cost_in_pounds: 0,
  cost_details: {},
};
const sms: SmsNotification = {
  ...common,
  ...noAddress,
  type: 'sms',
  status: 'sent',
  email_address: null,
  phone_number: '07700 900123',
  subject: null,
  postage: null,
  is_cost_data_ready: true,
  cost_in_pounds: 0.0486,
  cost_details: { billable_sms_fragments: 2, international_rate_multiplier: 1, sms_rate: 0.0243 },
};
const letter: LetterNotification = {
  ...common,
  ...noAddress,
  line_1: 'Provided as PDF',
  type: 'letter',
  status: 'pending-virus-check',
  email_address: null,
  phone_number: null,
  subject: 'Pre-compiled PDF',
  postage: 'second',
  is_cost_data_ready: false,
  cost_in_pounds: null,
  cost_details: {},
  estimated_delivery: '2026-08-25T15:00:00.000000Z',
};

function costPerPiece(notification: Notification): number | undefined {
  if (!notification.is_cost_data_ready) return undefined;
  if (notification.type === 'sms')
    return notification.cost_in_pounds / notification.cost_details.billable_sms_fragments;
  if (notification.type === 'letter') {
    return notification.cost_in_pounds / notification.cost_details.billable_sheets_of_paper;
  }
  return notification.cost_in_pounds;
}

function recipientOf(notification: Notification): string | null {
  switch (notification.type) {
    case 'email':
      return notification.email_address.toLowerCase();
    case 'sms':
      return notification.phone_number.replaceAll(' ', '');
    case 'letter':
      return notification.line_1;
  }
}

function lengthOfSubject(template: Template): number {
  return template.type === 'sms' ? 0 : template.subject.length;
}

describe('response types', () => {
  it('the types lead from the message type and a known cost to the cost details', () => {
    expect(costPerPiece(sms)).toBeCloseTo(0.0243);
    expect(costPerPiece(email)).toBe(0);
    expect(costPerPiece(letter)).toBeUndefined();
  });

  it('the types lead from the message type to the recipient', () => {
    expect([email, sms, letter].map(recipientOf)).toEqual(['amala@example.com', '07700900123', 'Provided as PDF']);
  });

  it('the types allow a subject only for emails and letters', () => {
    const template: Template = {
      id: common.template.id,
      name: 'Hello',
      version: 1,
      type: 'email',
      subject: 'Hello ((name))',
      body: 'Hello',
      created_by: 'someone@example.com',
      created_at: common.created_at,
      updated_at: null,
      personalisation: { name: { required: true } },
      postage: null,
      letter_contact_block: null,
    };
    expect(lengthOfSubject(template)).toBe(14);
  });
});
