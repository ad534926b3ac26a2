import { fc } from '../../properties';
import { missingPersonalisation, placeholdersOf } from '../../../lib/rules/templates/placeholders';
import { previewHtml } from '../../../lib/rules/templates/preview-html';
import { isEmptyMessage, lengthError, qrCodeError, renderTemplate } from '../../../lib/rules/templates/render';
import { sanitise } from '../../../lib/rules/templates/sanitise';
import type { TemplateText } from '../../../lib/rules/templates/template';
import { downgradeCharacters, smsFragments } from '../../../lib/rules/text-messages/encoding';

const pieces = fc.constantFrom(
  '((a))',
  '((A_b??c))',
  '((',
  '))',
  '* ',
  '1. ',
  '# ',
  '^ ',
  '[x](',
  ')',
  '[1]: y',
  '[^1]',
  '---',
  '```',
  '|--|',
  '\n',
  '\n\n',
  '\r\n',
  '\t',
  '    ',
  '"',
  "'",
  '\\',
  ' - ',
  '<b>',
  '&amp;',
  '&#0;',
  'https://a.b/?c',
  'GOV.UK',
  'qr: ',
);
const text = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 12 })
  .map((all) => all.join(''));
const value = fc.oneof(text, fc.jsonValue(), fc.constant(undefined), fc.array(fc.jsonValue()));
const personalisation = fc.dictionary(fc.oneof(fc.constantFrom('a', 'a b', 'A-B'), fc.string()), value);
const template: fc.Arbitrary<TemplateText> = fc.record({
  type: fc.constantFrom('email', 'sms', 'letter'),
  body: text,
  subject: fc.oneof(text, fc.constant(null)),
});

describe('templates: any input', () => {
  test('a template renders without throwing, and the same each time', () => {
    fc.assert(
      fc.property(template, personalisation, (sent, values) => {
        const rendered = renderTemplate(sent, values);
        expect(renderTemplate({ ...sent }, { ...values })).toEqual(rendered);
        expect(missingPersonalisation(sent, values).every((name) => placeholdersOf(sent).includes(name))).toBe(true);
        expect(typeof isEmptyMessage(sent, rendered)).toBe('boolean');
        lengthError(sent, rendered);
        qrCodeError(sent, values);
        expect(previewHtml(sent, values)).toBe(previewHtml({ ...sent }, values));
      }),
    );
  });

  test('a template without placeholders renders the same with any personalisation', () => {
    const plain = template.filter((sent) => placeholdersOf(sent).length === 0);
    fc.assert(
      fc.property(plain, personalisation, (sent, values) => {
        expect(renderTemplate(sent, values)).toEqual(renderTemplate(sent, null));
      }),
    );
  });

  test('a text message holds only characters that can be sent, and is already tidy', () => {
    const gsm = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !-#¤%-?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\\\[~\\]|€';
    const welsh = 'ÀÈÌÒÙẀỲÁÍÓÚẂÝËÏẄŸÂÊÎÔÛŴŶẁỳáíóúẃýëïẅÿâêîôûŵŷ';
    const sendable = new RegExp(`^[${gsm}${welsh}]*$`, 'u');
    fc.assert(
      fc.property(text, personalisation, (body, values) => {
        const rendered = renderTemplate({ type: 'sms', body }, values);
        expect(rendered.body).toMatch(sendable);
        expect(downgradeCharacters(rendered.body)).toBe(rendered.body);
        expect(rendered.body).not.toMatch(/^\s|\s$| {2}|\n{3}/);
      }),
    );
  });

  test('a longer text message never has fewer fragments', () => {
    fc.assert(
      fc.property(text, text, (first, second) => {
        const sent = downgradeCharacters(first);
        expect(smsFragments(sent + downgradeCharacters(second))).toBeGreaterThanOrEqual(smsFragments(sent));
      }),
    );
  });

  test('the preview holds no tag that Notify does not write', () => {
    const own = /^<\/?(?:p|h2|h3|hr|br|a|ul|ol|li|table|tr|td|div|blockquote)(?: [^<>]*)?>$/;
    fc.assert(
      fc.property(text, personalisation, (body, values) => {
        const tags = previewHtml({ type: 'email', body }, values).match(/<[^>]*>?/g) ?? [];
        expect(tags.filter((tag) => !own.test(tag))).toEqual([]);
      }),
    );
  });

  test('every Markdown character in a sanitised value has a backslash', () => {
    fc.assert(
      fc.property(text, (sent) => {
        const { personalisation: clean } = sanitise({ a: sent }, ['a']);
        expect(clean['a']).toMatch(/^(?:\\[`*_()\\{}[\]<>#+\-.!|]|[^`*_()\\{}[\]<>#+\-.!|])*$/u);
      }),
    );
  });
});
