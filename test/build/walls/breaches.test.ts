import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { breachesIn } from '../../../build/walls/breaches';
import { rooms } from '../../../build/walls/rooms';
import { walls } from '../../../build/walls/walls';

const repository = resolve(__dirname, '../../..');

/** A breach of each wall, planted in a file that could be there. */
const planted: readonly (readonly [wall: string, file: string, source: string])[] = [
  ['the AWS SDK', 'lambda/send/send.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['the AWS SDK', 'lib/notify/client.ts', "import type { SQSClient } from '@aws-sdk/client-sqs';"],
  ['the AWS SDK', 'lambda/poll/index.ts', "const { S3Client } = await import('@aws-sdk/client-s3');"],
  ['the AWS SDK', 'lib/construct/notify-pipeline.ts', "const sqs = require('@aws-sdk/client-sqs');"],
  ['the CDK', 'lambda/send/index.ts', "import { Duration } from 'aws-cdk-lib';"],
  ['the CDK', 'lib/publisher/publisher.ts', "import type { Function } from 'aws-cdk-lib/aws-lambda';"],
  ['the CDK', 'local/template.ts', "import { Construct } from 'constructs';"],
  ['run time from lib/', 'lib/publisher/post.ts', "import type { Monitor } from '../../lambda/shared/ports';"],
  ['run time from lib/', 'lib/index.ts', "export * from '../lambda/shared/ports';"],
  [
    'the construct from run time',
    'lambda/send/send.ts',
    "import { secretId } from '../../lib/construct/storage/secret-id';",
  ],
  [
    'all else from the contract',
    'lib/contract/message.ts',
    "import { isSmokeTest } from '../rules/recipients/smoke-tests';",
  ],
  [
    'all else from the contract',
    'lib/contract/events/names.ts',
    "type Options = import('../../notify').NotifyClientOptions;",
  ],
  ['AWS and HTTP from the rules', 'lib/rules/refusal.ts', "import https from 'node:https';"],
  ['AWS and HTTP from the rules', 'lib/rules/refusal.ts', "import { request } from 'http';"],
  ['tests and benches', 'lambda/send/send.ts', "import { aRecord } from '../../test/send/records';"],
  ['tests and benches', 'local/start.ts', "export { run } from '../bench/poll/run';"],
  ['the local pipeline', 'bin/notify.ts', "import { labels } from '../local/labels';"],
  ['the local pipeline', 'lib/testing/serve.ts', "import x = require('../../local/labels');"],
];

describe('walls between the rooms', () => {
  test.each(planted)('the wall "%s" refuses what is planted in %s and says why', (wall, file, source) => {
    const why = walls.find(({ name }) => name === wall)?.why ?? 'there is no such wall';
    const messages = breachesIn(file, source);
    expect(messages).toContainEqual(expect.stringContaining(`(wall: ${wall}): ${why}`));
    expect(messages.every((message) => message.startsWith(`${file} must not import '`))).toBe(true);
  });

  test('every wall has a breach planted', () => {
    expect([...new Set(planted.map(([wall]) => wall))].sort()).toEqual(walls.map(({ name }) => name).sort());
  });

  test('what belongs together is let through', () => {
    expect(breachesIn('lambda/shared/aws/clients.ts', "import { SQSClient } from '@aws-sdk/client-sqs';")).toEqual([]);
    expect(breachesIn('lambda/send/send.ts', "import type { SQSRecord } from 'aws-lambda';")).toEqual([]);
    expect(breachesIn('lib/construct/notify-pipeline.ts', "import { Stack } from 'aws-cdk-lib';")).toEqual([]);
    expect(breachesIn('test/send/send.test.ts', "import { aRecord } from './records';")).toEqual([]);
  });

  test('the table of rooms in CONTRIBUTING is the one that the walls know', () => {
    const contributing = readFileSync(join(repository, 'CONTRIBUTING.md'), 'utf8');
    const rows = [...contributing.matchAll(/^\| `([a-z/-]+\/)` +\| (.*?) +\|$/gm)].map(([, folder, holds]) => ({
      folder,
      holds,
    }));
    expect(rows).toEqual(rooms);
    for (const { name, why } of walls) expect(contributing).toContain(`- **${name}**: ${why}`);
  });
});
