import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTemplate } from '../../bin/template/write-template';
import { InvalidSettingsError } from '../../lib';
import { readPage } from '../docs/pieces';

interface Written {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string }>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: { readonly Code?: object } }>
  >;
}

const folder = mkdtempSync(join(tmpdir(), 'template-'));
const context = { stackName: 'notify', callbacks: 'true', letterPdfs: 'true' };
let text: string;
let template: Written;
beforeAll(async () => {
  const written = await writeTemplate(join(folder, 'first'), context);
  text = readFileSync(written.template, 'utf8');
  template = JSON.parse(text) as Written;
});
afterAll(() => rmSync(folder, { recursive: true }));

const archivesIn = (name: string): readonly string[] => readdirSync(join(folder, name, 'archives')).toSorted();

describe('npm run template', () => {
  test('the template names nothing of the CDK and no bootstrapped account', () => {
    expect(Object.keys(template)).toEqual(['Description', 'Resources', 'Outputs', 'Parameters']);
    for (const trace of ['BootstrapVersion', 'CDKMetadata', 'aws:cdk:', 'aws:asset:', 'cdk-hnb659fds', 'cdk.out']) {
      expect(text).not.toContain(trace);
    }
  });

  test('every function takes its archive from the bucket and the prefix of the parameters, and each archive is there', () => {
    const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    const archives = archivesIn('first');
    expect(functions.length).toBeGreaterThanOrEqual(8);
    const named = functions.map(({ Properties: { Code } }) => {
      const [, name = ''] = /"(\w{64}\.zip)"/.exec(JSON.stringify(Code)) ?? [];
      expect(Code).toEqual({
        S3Bucket: { Ref: 'ArchiveBucket' },
        S3Key: { 'Fn::Join': ['', [{ Ref: 'ArchivePrefix' }, name]] },
      });
      return name;
    });
    expect([...new Set(named)].toSorted()).toEqual(archives);
  });

  test('the same source and settings give the same bytes', async () => {
    const again = await writeTemplate(join(folder, 'again'), context);
    expect(readFileSync(again.template, 'utf8')).toBe(text);
    expect(archivesIn('again')).toEqual(archivesIn('first'));
    for (const name of archivesIn('first')) {
      const [one, other] = ['first', 'again'].map((each) => readFileSync(join(folder, each, 'archives', name)));
      expect(other?.equals(one ?? Buffer.alloc(0))).toBe(true);
    }
  });

  test('an archive that an earlier run left is gone', async () => {
    await writeTemplate(join(folder, 'again'), { stackName: 'notify' });
    expect(archivesIn('again').length).toBeLessThan(archivesIn('first').length);
  });

  test('what the settings say is the default of a parameter', async () => {
    const given = { secretName: 'mine/key', notifyBaseUrl: 'https://notify.example' };
    const written = await writeTemplate(join(folder, 'given'), given);
    const { Parameters } = JSON.parse(readFileSync(written.template, 'utf8')) as Written;
    expect(Parameters).toMatchObject({
      ApiKeySecretName: { Default: 'mine/key' },
      NotifyBaseUrl: { Default: 'https://notify.example' },
    });
  });

  test('a setting that cannot be is refused as by the app', async () => {
    await expect(writeTemplate(join(folder, 'wrong'), { callbacks: 'yes' })).rejects.toThrow(InvalidSettingsError);
  });

  test('the guide names the parameters that there are, and outputs and a size that CloudFormation takes', () => {
    const guide = readPage('docs/guide/terraform.md');
    const [, table = ''] = guide.split('## Choose the settings');
    const named = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(template.Parameters));
    const outputs = [...guide.matchAll(/outputs\["(\w+)"\]/g)].map(([, name = '']) => name);
    expect(outputs.length).toBeGreaterThan(3);
    expect(outputs.filter((name) => !(name in template.Outputs))).toEqual([]);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  });
});
