import { NotifyClient as OfficialClient } from 'notifications-node-client';
import * as core from '../../lib/notify';
import { compile } from './compile';
import { codeIn, rowsUnder } from './pieces';
import { callsWithPrelude } from './preludes';

/** A row of a table that leads from an official client to ours: the code in its two cells. */
interface Row {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

const tableOf = (page: string): readonly Row[] =>
  rowsUnder(`docs/guide/${page}.md`, '## Calls').map(([theirs, ours]) => ({
    theirs: codeIn(theirs),
    ours: codeIn(ours),
  }));

const isCall = (code: string): boolean => code.includes('(');
/** The function that a piece of code calls: `notify.getTemplate(id)` calls `getTemplate`. */
const called = (code: string): string => /([\w.]+)\(/.exec(code)?.[1] ?? '';
const calledIn = (codes: readonly string[]): readonly string[] => codes.filter(isCall).map(called);

const fromNode = tableOf('move-from-node-client');
const fromPython = tableOf('move-from-python-client');

/** Every call of notifications-python-client 12.1.0, which has nothing to ask in Node. */
const pythonCalls = [
  'NotificationsAPIClient',
  'send_sms_notification',
  'send_email_notification',
  'send_letter_notification',
  'send_precompiled_letter_notification',
  'get_notification_by_id',
  'get_all_notifications',
  'get_all_notifications_iterator',
  'get_pdf_for_letter',
  'get_template',
  'get_template_version',
  'get_all_templates',
  'get_all_template_versions',
  'post_template_preview',
  'get_received_texts',
  'get_received_texts_iterator',
  'prepare_upload',
  'get',
  'post',
  'put',
  'delete',
  'request',
];

const nodeCalls = [
  ...Object.getOwnPropertyNames(OfficialClient.prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => `notify.${name}`),
  'NotifyClient',
  'notify.apiClient.get',
  'notify.apiClient.post',
];

describe.each([
  ['notifications-node-client', fromNode, nodeCalls],
  ['notifications-python-client', fromPython, pythonCalls],
] as const)('documentation: moving from %s', (_, rows, calls) => {
  test.each(calls)('there is a row for the call %s', (call) => {
    expect(rows.filter(({ theirs }) => calledIn(theirs).includes(call))).not.toEqual([]);
  });

  test('every call named is one that the official client has', () => {
    const named = rows.flatMap(({ theirs }) => calledIn(theirs));
    expect(named.filter((call) => !calls.includes(call))).toEqual([]);
  });

  test('every replacement named is one that our client has', () => {
    const named = rows.flatMap(({ ours }) => calledIn(ours));
    const methods = Object.getOwnPropertyNames(core.NotifyClient.prototype);
    const known = new Set([...methods.map((name) => `notify.${name}`), ...Object.keys(core)]);
    expect(named.filter((call) => !known.has(call))).toEqual([]);
  });

  test('every call of our client is named', () => {
    const named = new Set(rows.flatMap(({ ours }) => calledIn(ours)));
    const methods = Object.getOwnPropertyNames(core.NotifyClient.prototype).filter((name) => name !== 'constructor');
    expect(methods.filter((name) => !named.has(`notify.${name}`))).toEqual([]);
  });

  test('our calls compile as they are written', async () => {
    const piece = callsWithPrelude(
      'ours.ts',
      rows.flatMap(({ ours }) => ours.filter(isCall)),
      'ours',
    );
    expect(await compile([piece])).toBe('');
  }, 60_000);
});

test('the calls of notifications-node-client compile as they are written', async () => {
  const piece = callsWithPrelude(
    'official.ts',
    fromNode.flatMap(({ theirs }) => theirs.filter(isCall)),
    'official',
  );
  expect(await compile([piece])).toBe('');
}, 60_000);
