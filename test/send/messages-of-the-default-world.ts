// Good messages, made of templates of the world that a stand-in has by default.

export const email = {
  type: 'email',
  template_id: 'e0000000-0000-4000-8000-000000000001',
  email_address: 'amala@example.com',
  personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'yes' },
};
export const text = {
  type: 'sms',
  template_id: '50000000-0000-4000-8000-000000000001',
  phone_number: '07900900123',
  personalisation: { code: '123456' },
};
export const letter = {
  type: 'letter',
  template_id: '10000000-0000-4000-8000-000000000001',
  personalisation: {
    name: 'Amala',
    expires: 'Monday',
    address_line_1: 'Amala Bird',
    address_line_2: '123 High Street',
    address_line_3: 'SW14 6BH',
  },
};
