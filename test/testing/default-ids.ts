/** The ids of the default world that tests use. */
export const ids = {
  service: 'a0000000-0000-4000-8000-000000000001',
  email: 'e0000000-0000-4000-8000-000000000001',
  fileEmail: 'e0000000-0000-4000-8000-000000000002',
  newsletter: 'e0000000-0000-4000-8000-000000000003',
  archivedEmail: 'e0000000-0000-4000-8000-000000000009',
  sms: '50000000-0000-4000-8000-000000000001',
  plainSms: '50000000-0000-4000-8000-000000000002',
  letter: '10000000-0000-4000-8000-000000000001',
  smsSender: 'd0000000-0000-4000-8000-000000000001',
  numberSender: 'd0000000-0000-4000-8000-000000000002',
  replyTo: 'f0000000-0000-4000-8000-000000000001',
  nobody: '8e222534-7f05-4972-86e3-17c5d9f894e2',
} as const;

export const reminder = { name: 'Amala', day: 'Monday', time: '10:30', bring: 'yes' };

export const address = { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BF' };

export const licence = { ...address, name: 'Amala', expires: '1 January 2030' };
