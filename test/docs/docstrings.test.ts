import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentedMember } from '../../build/docs/docstrings/documented-member';
import { docstringGaps } from '../../build/docs/docstrings/docstring-rules';
import { entryPoints } from '../../build/docs/docstrings/entry-points';
import { repository } from '../../build/docs/pages';

/** The compiler's API is an ES module, which Jest does not load, so a program of its own reads the docstrings. */
function read(): { readonly members: number; readonly gaps: readonly string[] } {
  const tsx = join(repository, 'node_modules/tsx/dist/cli.mjs');
  const program = join(repository, 'build/docs/docstrings/print-gaps.ts');
  return JSON.parse(execFileSync(process.execPath, [tsx, program], { cwd: repository, encoding: 'utf8' }));
}

const complete: DocumentedMember = {
  name: 'QueueClient.send',
  kind: 'method',
  owner: 'QueueClient',
  place: 'lib/queue.ts:1',
  about: 'Sends a message.',
  tags: [{ name: 'example', text: 'client.send();' }],
  isOptional: false,
  isOfCdk: false,
  throws: false,
};

const page = {
  name: 'see',
  text: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html',
};

describe('docstrings', () => {
  test('are looked for behind every entry point of the package', () => {
    expect([...entryPoints()]).toEqual([
      ['cdk-govuk-notify', 'lib/index.ts'],
      ['cdk-govuk-notify/events', 'lib/contract/events/index.ts'],
      ['cdk-govuk-notify/notify', 'lib/notify/index.ts'],
      ['cdk-govuk-notify/preflight', 'lib/preflight/index.ts'],
      ['cdk-govuk-notify/publisher', 'lib/publisher/index.ts'],
      ['cdk-govuk-notify/records', 'lib/records/index.ts'],
      ['cdk-govuk-notify/testing', 'lib/testing/index.ts'],
    ]);
  });

  test('are in the API reference, a page for each entry point', () => {
    const config = readFileSync(join(repository, 'site/typedoc.config.mjs'), 'utf8');
    const [, list = ''] = /entryPoints: \[([^\]]*)\]/.exec(config) ?? [];
    const files = [...list.matchAll(/'..\/([^']+)'/g)].map(([, file]) => file);
    expect(files).toEqual([...entryPoints().values()]);
  });

  test('of all that the package exports say what the rules ask', () => {
    const { members, gaps } = read();
    expect(members).toBeGreaterThan(900);
    expect(gaps).toEqual([]);
  }, 60_000);
});

describe('docstrings: the rules', () => {
  test('find nothing missing where nothing is', () => {
    expect(docstringGaps([complete])).toEqual([]);
  });

  test.each<[string, Partial<DocumentedMember>]>([
    ['has a docstring', { about: ' ' }],
    ['has an @example', { tags: [] }],
    ['has an @example', { kind: 'interface', name: 'QueueOptions', owner: undefined, tags: [] }],
    ['has a @default', { kind: 'property', name: 'QueueOptions.url', owner: 'QueueOptions', isOptional: true }],
    ['has a @throws', { throws: true }],
    ["has a @see of Notify's or AWS's documentation", { name: 'NotifyClient.send', owner: 'NotifyClient' }],
    ["has a @see of Notify's or AWS's documentation", { place: 'lib/construct/queue.ts:1', isOfCdk: true }],
    [
      "has a @see of Notify's or AWS's documentation",
      {
        place: 'lib/construct/queue.ts:1',
        isOfCdk: true,
        tags: [...complete.tags, { name: 'see', text: 'https://example.com/' }],
      },
    ],
  ])('find what is missing: %s', (rule, changes) => {
    const member = { ...complete, ...changes };
    expect(docstringGaps([member])).toEqual([`${member.place}: ${member.name} ${rule}: no`]);
  });

  test('ask no example of each field of an interface, and no default of what the package hands out', () => {
    const field: DocumentedMember = { ...complete, kind: 'property', name: 'DeliveryEventDetail.reason', tags: [] };
    expect(docstringGaps([{ ...field, owner: 'DeliveryEventDetail', isOptional: true }])).toEqual([]);
  });

  test('take the page of an interface for its fields, but not that of a class', () => {
    const owner: DocumentedMember = { ...complete, name: 'IQueues', owner: undefined, kind: 'interface', tags: [page] };
    const field: DocumentedMember = {
      ...complete,
      name: 'IQueues.email',
      owner: 'IQueues',
      kind: 'property',
      place: 'lib/construct/queues.ts:2',
      isOfCdk: true,
      tags: [],
    };
    expect(docstringGaps([owner, field])).toEqual([]);
    expect(docstringGaps([{ ...owner, kind: 'class', tags: [page, ...complete.tags] }, field])).toHaveLength(1);
  });
});
