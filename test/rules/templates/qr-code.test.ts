import { qrCodeError } from '../../../lib/rules/templates/render';
import type { TemplateText } from '../../../lib/rules/templates/template';

const letter = (body: string): TemplateText => ({ type: 'letter', body, subject: 'Heading' });
const long = `https://example.com/${'a'.repeat(485)}`;

describe('QR code in a letter', () => {
  test.each([
    ['a value', 'qr: ((u))', { u: long }],
    ['any spelling of qr', 'Dear\n\n  QR :((u))\n\nyours', { u: long }],
    ['in a heading of the second level', '## qr: ((u))', { u: long }],
    ['in an inset text', '^ qr: ((u))', { u: long }],
    ['the second of two', 'qr: short\n\nqr: ((u))', { u: long }],
    ['in the template itself', `qr: ${long}`, {}],
    ['from a value alone', '((u))', { u: `qr: ${long}` }],
  ])('a QR code of more than 504 bytes is refused: %s', (_, body, personalisation) => {
    expect(qrCodeError(letter(body), personalisation)).toEqual({ data: long, num_bytes: 505, max_bytes: 504 });
  });

  test.each([
    ['504 bytes', 'qr: ((u))', { u: long.slice(1) }],
    ['no QR code at all', '((u))', { u: long }],
    ['a link named qr', '[qr](((u)))', { u: long }],
    ['text before it', 'the qr: ((u))', { u: long }],
    ['a heading of the first level', '# qr: ((u))', { u: long }],
    ['no data', 'qr:', { u: long }],
  ])('a letter passes the check of QR codes: %s', (_, body, personalisation) => {
    expect(qrCodeError(letter(body), personalisation)).toBeNull();
  });

  test('a QR code is measured as rendered: & is five bytes, an accented letter two, a line break four', () => {
    const data = `https://a.b/?c=1&${'é'.repeat(240)}\n`;
    expect(qrCodeError(letter('qr: ((u))d'), { u: data })).toEqual({
      data: `https://a.b/?c=1&amp;${'é'.repeat(240)}<br>d`,
      num_bytes: 506,
      max_bytes: 504,
    });
  });

  test('a QR code is looked for in letters only', () => {
    expect(qrCodeError({ type: 'email', body: `qr: ${long}`, subject: '' }, {})).toBeNull();
  });

  // Where the time grew with the square of the length, it took a quarter of a minute.
  test.each([
    ['bars', '|'],
    ['lines under a heading of a table', '|a\n|', '-'],
  ])('a value of very many %s is checked without delay', (_, start, more = start) => {
    const began = performance.now();
    expect(qrCodeError(letter('((u))'), { u: `${start}${more.repeat(150_000)}x` })).toBeNull();
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
