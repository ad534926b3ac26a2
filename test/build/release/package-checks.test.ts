import { packageChecks } from '../../../build/release/package-checks';

const bill = {
  bomFormat: 'CycloneDX',
  components: [{ group: '@aws', name: 'sdk', version: '1.0.0', licenses: ['MIT'] }],
};
const good = {
  'package.json': '{"scripts":{"prepack":"build","test":"jest"}}',
  'README.md': '[guide](docs/guide.md)',
  'docs/guide.md': '# Guide',
  'THIRD-PARTY-LICENSES': 'What is bundled\n\n@aws/sdk 1.0.0 (MIT)\n\nthe text\n',
  'dist/lambda/send.zip': '',
  'dist/lambda/send.cdx.json': JSON.stringify(bill),
};

/** What all checks say of a package that is good except for some files. */
function faultsWith(others: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = new Map(Object.entries({ ...good, ...others }).filter(([, content]) => content !== undefined));
  const unpacked = { paths: [...files.keys()], read: (path: string) => files.get(path) ?? '' };
  return Object.values(packageChecks).flatMap((check) => check(unpacked));
}

describe('the checks of what is packed', () => {
  test('find nothing wrong with what is right', () => {
    expect(faultsWith({})).toEqual([]);
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    ['a script that runs at install', { 'package.json': '{"scripts":{"prepare":"build"}}' }, 'has the script prepare'],
    ['another', { 'package.json': '{"scripts":{"postinstall":"build"}}' }, 'has the script postinstall'],
    ['dependencies', { 'package.json': '{"dependencies":{"zod":"4.0.0"}}' }, 'has dependencies'],
    ['a dead link', { 'docs/guide.md': undefined }, 'README.md links to docs/guide.md'],
    ['a function without a bill', { 'dist/lambda/send.cdx.json': undefined }, 'has no bill of materials'],
    ['a bill that is none', { 'dist/lambda/send.cdx.json': '{}' }, 'is no CycloneDX bill of materials'],
    [
      'a component without a licence',
      {
        'dist/lambda/send.cdx.json': JSON.stringify({ ...bill, components: [{ ...bill.components[0], licenses: [] }] }),
      },
      'names no licence of sdk',
    ],
    [
      'a component that the notice does not name',
      { 'THIRD-PARTY-LICENSES': '@aws/sdk 2.0.0 (MIT)\n' },
      'does not name @aws/sdk 1.0.0',
    ],
    [
      'a licence that is not known',
      { 'THIRD-PARTY-LICENSES': `${good['THIRD-PARTY-LICENSES']}\npng-js 1.0.0 (undefined)\n` },
      'does not know the licence of png-js 1.0.0',
    ],
    ['no function at all', { 'dist/lambda/send.zip': undefined }, 'no function in dist/lambda/'],
  ])('find %s', (_what, others, fault) => {
    expect(faultsWith(others)).toEqual([expect.stringContaining(fault)]);
  });
});
