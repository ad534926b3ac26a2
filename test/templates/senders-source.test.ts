import { runInNewContext } from 'node:vm';
import { fc } from '../properties';
import { transformSync } from 'esbuild';
import { emailSender, letterSender, smsSender } from '../../lib/publisher';
import type { Template } from '../../lib/notify';
import { sendersSource } from '../../lib/templates/senders-source';
import { snippets } from '../docs/pieces';
import { idOf, templateOf } from './templates';

/** The lines of the values of the only template. */
function valuesOf(template: Template): string[] {
  return [...sendersSource([template]).matchAll(/^ {8}(\S.*: \S+);$/gm)].map(([, line = '']) => line);
}

/** What the file makes, by channel and name. */
function run(source: string): Record<string, Record<string, { template: { id: string; version: number } }>> {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  const made: { exports: { createSenders?: (publisher: object) => never } } = { exports: {} };
  const publisher = { emailSender, letterSender, smsSender };
  runInNewContext(code, { module: made, require: () => publisher });
  return made.exports.createSenders?.({}) ?? {};
}

describe('typed senders: values of a template', () => {
  test.each<[string, Template, string[]]>([
    ['come in the order of its text', templateOf({ type: 'sms', body: '((b)) ((a))' }), ['b: Value', 'a: Value']],
    [
      'of an email may be files, subject first',
      templateOf({ type: 'email', subject: '((s))', body: '((link))' }),
      ['s: FileOrValue', 'link: FileOrValue'],
    ],
    [
      'of an email may be left out if they could be attached files, which Notify fills in itself',
      templateOf({ type: 'email', body: '((name)) ((leaflet.pdf)) ((plan.DOCX)) ((v1.0))' }),
      ['name: FileOrValue', '"leaflet.pdf"?: FileOrValue', '"plan.DOCX"?: FileOrValue', '"v1.0": FileOrValue'],
    ],
    [
      'of a letter are those of its contact block and its Welsh half too',
      templateOf({ type: 'letter', contact: '((office))', subject: '((s))', body: '((b))', unseen: ['enw'] }),
      ['office: Value', 'enw: Value', 's: Value', 'b: Value'],
    ],
    [
      'are listed once, in their first spelling',
      templateOf({ type: 'sms', body: '((First Name)) ((first_name)) ((FIRST-NAME))' }),
      ['"First Name": Value'],
    ],
    [
      'that only show a text are yes or no',
      templateOf({ type: 'sms', body: '((bring??Bring ID)) ((a??b??c))' }),
      ['bring: YesOrNo', 'a: YesOrNo'],
    ],
    [
      'that are both a condition and a value are values',
      templateOf({ type: 'sms', body: '((day??Come on)) ((Day))' }),
      ['day: Value'],
    ],
    [
      'that are lines of the address are spelled so that Notify finds them',
      templateOf({ type: 'letter', body: '((Address Line 4)) ((POSTCODE))' }),
      ['address_line_4: string', 'postcode: string'],
    ],
    [
      'of an email are never lines of an address',
      templateOf({ type: 'email', body: '((postcode))' }),
      ['postcode: FileOrValue'],
    ],
    [
      'may have any characters',
      templateOf({ type: 'sms', body: '((what\'s "it"?)) ((a\nb)) ((é)) ((x;y: any })) ((??yes))' }),
      ['"what\'s \\"it\\"?": Value', '"a\\nb": Value', 'é: Value', '"x;y: any }": Value', '"": YesOrNo'],
    ],
  ])('the values %s', (_, template, values) => {
    expect(valuesOf(template)).toEqual(values);
  });
});

describe('typed senders: generated file', () => {
  const all = [
    templateOf({ type: 'letter', name: 'Licence', id: idOf(1), body: '((name))' }),
    templateOf({ type: 'email', name: 'Welcome', id: idOf(2), version: 7, body: '((name))' }),
    templateOf({ type: 'email', name: 'Goodbye', id: idOf(3) }),
    templateOf({ type: 'sms', name: 'Code', id: idOf(4), body: '((code))' }),
  ];

  test('the file is the same whatever the order of the templates', () => {
    expect(sendersSource(all.toReversed())).toBe(sendersSource(all));
  });

  test('the file has a sender for each template, with its id and version', () => {
    const { email, sms, letter } = run(sendersSource(all));
    expect(Object.keys(email ?? {})).toEqual(['goodbye', 'welcome']);
    expect(email?.['welcome']?.template).toEqual({ id: idOf(2), version: 7 });
    expect(sms?.['code']?.template).toEqual({ id: idOf(4), version: 1 });
    expect(letter?.['licence']?.template).toEqual({ id: idOf(1), version: 1 });
  });

  test('the file changes by one line when a template has a new version', () => {
    const [first, ...others] = all;
    const newer = first ? [{ ...first, version: 2 }, ...others] : [];
    const before = sendersSource(all).split('\n');
    expect(
      sendersSource(newer)
        .split('\n')
        .filter((line) => !before.includes(line)),
    ).toEqual(['        version: 2,']);
  });

  test('the file is valid without a template', () => {
    expect(run(sendersSource([]))).toEqual({ email: {}, sms: {}, letter: {} });
  });

  test('the file shows no character that is invisible or changes the direction of text', () => {
    const template = templateOf({ type: 'sms', name: 'a\u202eb\u2028c\n', body: '((\u200bx))' });
    expect(sendersSource([template])).toContain('/** a\\u202eb\\u2028c\\n */');
    expect(valuesOf(template)).toEqual(['"\\u200bx": Value']);
  });
});

test('the guide shows the file that these templates generate', () => {
  const shown = snippets('docs/guide/templates.md').find(({ path }) => path.endsWith('notify-templates.ts'));
  const source = sendersSource([
    templateOf({
      type: 'email',
      name: 'Password reset',
      id: 'e0000000-0000-4000-8000-000000000007',
      version: 3,
      body: '((code))',
    }),
    templateOf({ type: 'sms', name: 'Security code', id: '50000000-0000-4000-8000-000000000001', body: '((code))' }),
  ]);
  /** Formatted otherwise, and without the line at the top. */
  const bare = (code = ''): string => code.replace(/^.*\n/, '').replaceAll(/[\s,'"]/g, '');
  expect(bare(shown?.code)).toBe(bare(source));
});

test('no name of a template or placeholder, and no id, becomes code', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '*/ throw 1 /*',
      '*/',
      '"}); throw 1; ({"',
      '`${throw 1}`',
      '\\',
      '\\"',
      '\u2028throw 1',
      '\r\nthrow 1',
    ),
  );
  const template = fc.record({
    type: fc.constantFrom('email', 'sms', 'letter'),
    name: nasty,
    placeholder: nasty,
    id: fc.uuid(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(template, { selector: ({ id }) => id, maxLength: 5 }), (drawn) => {
      const templates = drawn.map(({ placeholder, ...parts }) =>
        templateOf({ ...parts, body: `((${placeholder})) ((ok))` }),
      );
      const made = Object.values(run(sendersSource(templates))).flatMap((senders) => Object.values(senders));
      expect(made.map((sender) => sender.template.id).toSorted()).toEqual(drawn.map(({ id }) => id).toSorted());
    }),
  );
});
