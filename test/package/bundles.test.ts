import { mkdirSync, readdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../../lib/contract/environment';
import { deliveryId } from '../../lib/contract/identity';
import { apiKey, NotifyStandIn, type Listening } from '../../lib/testing';
import { snippets } from '../docs/pieces';
import { openAws, type AwsInTest } from '../shared/aws/aws-in-test';
import { openS3, type S3InTest } from '../shared/aws/s3-in-test';
import { thePackage } from './packed';
import { Stranger } from './stranger';
import { pinned, sdk } from './tools';

const packed = thePackage();
const formats = ['cjs', 'esm'] as const;
const kilobyte = 1000;

/** The most that a bundle may be, minified, without the AWS SDK, which Lambda has. In kB. */
const limits = [
  ['publisher', 50, "README's publisher of five lines"],
  ['notify', 25, 'the client for Notify'],
  ['preflight', 700, 'the publisher with a preflight'],
] as const;

function fiveLines(): string {
  const [first, ...others] = snippets('README.md').filter(({ code }) =>
    /fromEnv\(\)[^]*export const handler/.test(code),
  );
  if (!first || others.length > 0) throw new Error('README should have one function that publishes');
  return first.code;
}

let stranger: Stranger;
/** Where each bundle is. */
const bundles = new Map<string, string>();

beforeAll(async () => {
  stranger = new Stranger();
  for (const file of ['notify.ts', 'preflight.ts', 'file.ts', 'bundles.cjs', 'invoke.mjs'])
    stranger.take({ [file]: file });
  stranger.write('publisher.ts', fiveLines());
  await stranger.install({ ...sdk, ...pinned('aws-cdk-lib', 'constructs', 'esbuild') });
  await stranger.node(['bundles.cjs'], { CDK_OUTDIR: 'cdk.out' });
  placeBundles();
});
afterAll(() => stranger.remove());

/** Puts each bundle where of the AWS SDK there is only what everybody needs: the client for SQS. */
function placeBundles(): void {
  const { Resources } = JSON.parse(stranger.read('cdk.out', 'Bundles.template.json')) as {
    readonly Resources: Readonly<
      Record<string, { readonly Metadata?: { readonly 'aws:cdk:path'?: string; readonly 'aws:asset:path'?: string } }>
    >;
  };
  for (const { Metadata = {} } of Object.values(Resources)) {
    const asset = Metadata['aws:asset:path'];
    const name = Metadata['aws:cdk:path']?.split('/')[1];
    if (!asset || !name) continue;
    const folder = join(stranger.folder, 'functions', name);
    mkdirSync(join(folder, '..'), { recursive: true });
    renameSync(join(stranger.folder, 'cdk.out', asset), folder);
    const file = readdirSync(folder).find((each) => /^index\.m?js$/.test(each)) ?? '';
    bundles.set(name, join(folder, file));
  }
  const installed = join(stranger.folder, 'installed/node_modules');
  mkdirSync(join(stranger.folder, 'installed'));
  renameSync(join(stranger.folder, 'node_modules'), installed);
  const sqs = '@aws-sdk/client-sqs';
  mkdirSync(join(stranger.folder, 'functions/node_modules/@aws-sdk'), { recursive: true });
  symlinkSync(join(installed, sqs), join(stranger.folder, 'functions/node_modules', sqs), 'junction');
}

const bundleOf = (name: string): string => {
  const bundle = bundles.get(name);
  if (bundle) return bundle;
  throw new Error(`there is no bundle ${name}, only ${[...bundles.keys()].join(', ')}`);
};

describe('what NodejsFunction bundles', () => {
  test.each(limits.flatMap((limit) => formats.map((format) => [...limit, format] as const)))(
    'of %s is at most %d kB as it comes: %s, as %s',
    (entry, limit, what, format) => {
      const { size } = statSync(bundleOf(`${entry}-${format}`));
      process.stdout.write(`${what}, ${format}: ${(size / kilobyte).toFixed(1)} kB of ${limit}\n`);
      expect(size).toBeLessThanOrEqual(limit * kilobyte);
    },
  );
});

describe.each(Object.entries(packed.nodes))('on Node %s', (_major, node) => {
  let aws: AwsInTest;
  let s3: S3InTest;
  let standIn: NotifyStandIn;
  let server: Listening;
  beforeEach(async () => {
    aws = await openAws({ 'AmazonSQS.SendMessageBatch': { Successful: [], Failed: [] } });
    s3 = await openS3();
    standIn = new NotifyStandIn();
    server = await standIn.listen();
  });
  afterEach(async () => {
    await aws.close();
    await s3.close();
    await server.close();
  });

  const invoke = async (name: string): Promise<unknown> => {
    const told = await stranger.node(['invoke.mjs', bundleOf(name)], {
      node,
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_SQS: aws.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      NOTIFY_API_KEY: apiKey(standIn.world, 'live'),
      NOTIFY_BASE_URL: server.url,
      [environment.publisher.queueUrl]: `${aws.endpoint}/1/queue`,
      [environment.publisher.urgentQueueUrl]: `${aws.endpoint}/1/urgent`,
      [environment.publisher.bucketName]: 'bucket',
      [environment.publisher.pipelineId]: 'licences',
    });
    return JSON.parse(told);
  };
  const published = { deliveryId: deliveryId('licences', 'reminder of appointment JUG-0001') };

  test.each([...formats.map((format) => `publisher-${format}`), 'whole-esm'])(
    '%s puts a message on the queue',
    async (name) => {
      expect(await invoke(name)).toMatchObject(published);
      expect(aws.calls).toMatchObject([{ operation: 'AmazonSQS.SendMessageBatch' }]);
    },
  );

  test.each(formats)(
    "README's publisher needs nothing of S3, and says what is missing when a file is sent: %s",
    async (format) => {
      expect(await invoke(`file-${format}`)).toMatchObject({ name: 'NotPublishedError', code: 'MODULE_NOT_FOUND' });
      expect([aws.calls, s3.calls]).toEqual([[], []]);
    },
  );

  test.each(formats)('the client for Notify sends: %s', async (format) => {
    expect(await invoke(`notify-${format}`)).toBe('Your appointment on Monday');
  });

  test.each(formats)('a preflight reads phone numbers and countries: %s', async (format) => {
    expect(await invoke(`preflight-${format}`)).toEqual([
      ['phone_number Not enough digits'],
      [],
      ['Last line of address must be a real UK postcode or another country'],
      [],
    ]);
  });
});
