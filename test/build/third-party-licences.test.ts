import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundledPackages, licenceNotice, licenceOf, titleOf } from '../../build/third-party-licences';

const repository = resolve(__dirname, '../..');
const lambda = join(repository, 'lambda');
const entryPoints = readdirSync(lambda)
  .map((name) => join(lambda, name, 'index.ts'))
  .filter((file) => existsSync(file));

const words = (text: string): string => text.trim().split(/\s+/).join(' ');

test('every package bundled into a function is in the notice, with its licence', async () => {
  const { metafile } = await build({
    entryPoints: [...entryPoints, join(repository, 'lib/notify/token.ts')],
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  const packages = await bundledPackages(repository, [metafile]);
  const notice = licenceNotice(packages);
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['jose', 'zod', '@middy/core', '@aws-sdk/client-dynamodb', '@aws-sdk/client-s3']),
  );
  for (const each of packages) {
    expect(notice.split('\n')).toContain(titleOf(each));
    expect(words(notice)).toContain(words(each.text));
    expect(each.text).toMatch(/permission is hereby granted|apache license|redistribution and use|permission to use/i);
  }
});

test('a licence text is in the notice once, with every package that uses it', () => {
  const [one, two] = ['one', 'two'].map((name) => ({ name, version: '1.0.0', licence: 'MIT', text: 'the text\n' }));
  const other = { name: 'other', version: '2.0.0', licence: 'ISC', text: 'another text' };
  const notice = licenceNotice([one, other, two].flatMap((each) => each ?? []));
  expect(notice).toContain('one 1.0.0 (MIT)\ntwo 1.0.0 (MIT)\n\nthe text\n');
  expect(notice).toContain('other 2.0.0 (ISC)\n\nanother text\n');
});

test('a licence text that two packages wrap differently is in the notice once', () => {
  const texts = ['Permission is\n   granted.', '\nPermission  is granted.\n'];
  const packages = texts.map((text, i) => ({ name: `package-${i}`, version: '1.0.0', licence: 'MIT', text }));
  expect(licenceNotice(packages).match(/Permission\s+is\s+granted/g)).toHaveLength(1);
  expect(licenceNotice(packages)).toContain('package-0 1.0.0 (MIT)\npackage-1 1.0.0 (MIT)\n');
});

describe('a package that is bundled', () => {
  const about = { name: 'some-package', version: '1.0.0' };

  test('is under a licence that asks for no more than the notice, or the build ends', () => {
    expect(licenceOf({ ...about, license: 'MIT' })).toBe('MIT');
    expect(() => licenceOf({ ...about, license: 'AGPL-3.0' })).toThrow(
      'some-package is bundled, and is under AGPL-3.0',
    );
  });

  test('that names no licence ends the build until somebody has read it', () => {
    expect(() => licenceOf(about)).toThrow('some-package is bundled, and names no licence');
    expect(licenceOf({ ...about, name: 'png-js' })).toBe('MIT');
  });
});
