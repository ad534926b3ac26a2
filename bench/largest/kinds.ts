import { payloads } from '../../lib/contract/payloads';

const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';

/** As much of a unit as the largest message has room for. */
const fill = (unit: string, bytes: number): string =>
  unit.repeat(Math.floor((payloads.mostBytes - bytes) / Buffer.byteLength(unit)));

const email = (personalisation: string): string =>
  `{"type":"email","template_id":"${templateId}","email_address":"amala@example.com","personalisation":${personalisation}}`;

const texts = (count: number, text: string): string => {
  const each = text.repeat(Math.floor((payloads.mostBytes - 1000) / count / Buffer.byteLength(text)) - 16);
  return email(`{${Array.from({ length: count }, (_, place) => `"n${place}":"${each}"`).join(',')}}`);
};

/** Legal messages of the largest size, each of a kind that costs most in some way. As the text that is in the bucket. */
export const kinds: Readonly<Record<string, () => string>> = {
  'one text of ASCII': () => email(`{"x":"${fill('a', 500)}"}`),
  'one text of two bytes a character': () => email(`{"x":"${fill('é', 500)}"}`),
  'ASCII and one Chinese character': () => email(`{"x":"中${fill('a', 500)}"}`),
  'Chinese text': () => email(`{"x":"${fill('中', 500)}"}`),
  'escaped quotes': () => email(`{"x":"${fill('\\"', 500)}"}`),
  'escaped letters': () => email(`{"x":"${fill('\\u4e2d', 500)}"}`),
  'control characters': () => email(`{"x":"${fill('\\u0001', 500)}"}`),
  '9,900 texts': () => texts(9900, 'a'),
  '9,900 Chinese texts': () => texts(9900, '中'),
  '9,900 long names': () =>
    email(`{${Array.from({ length: 9900 }, (_, place) => `"${'n'.repeat(1670)}${place}":1`).join(',')}}`),
  'a number of many digits': () => email(`{"x":0.${fill('1', 500)}}`),
  'spaces between values': () => email(`{"x":1${fill(' ', 500)}}`),
  'an address': () =>
    `{"type":"letter","template_id":"${templateId}","personalisation":{"address_line_1":"${fill('aB ', 500)}","address_line_2":"b","postcode":"SW1A 1AA"}}`,
  'a Chinese address': () =>
    `{"type":"letter","template_id":"${templateId}","personalisation":{"address_line_1":"${fill('中 ', 500)}","address_line_2":"b","postcode":"SW1A 1AA"}}`,
  'an unsubscribe link': () =>
    `{"type":"email","template_id":"${templateId}","email_address":"a@example.com","one_click_unsubscribe_url":"https://${fill('a', 500)}"}`,
  'a precompiled letter': () => `{"type":"precompiled_letter","content":"${fill('JVBE', 500)}"}`,
  'empty lists, which are refused': () => email(`{"x":[${fill('[],', 500).slice(0, -1)}]}`),
  'numbers, which are refused': () => email(`{"x":[${fill('1,', 500).slice(0, -1)}]}`),
  'brackets, which are refused': () => email(`{"x":${fill('[', 500)}`),
};
