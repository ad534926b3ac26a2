/** What Notify answers to an email that it takes. */
export const sentEmail = JSON.stringify({
  content: { body: 'Hello Amala', from_number: 'GOVUK' },
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: 'bench',
  scheduled_for: null,
  template: { id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', uri: 'https://127.0.0.1/services/x/templates/y', version: 1 },
  uri: 'https://127.0.0.1/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a',
});
