import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runWith } from '../bin/program';
import { bodyOf, closed, portOf, serve } from '../notify/servers';
import { apiKey, NotifyStandIn, type Listening } from '../../lib/testing';
import { canaries, canariesIn } from './canaries';

jest.setTimeout(60_000);

let notify: Listening;
let sqs: Server;
let folder: string;
const standIn = new NotifyStandIn();

beforeAll(async () => {
  notify = await standIn.listen();
  // It refuses everything, and repeats what it was given.
  sqs = await serve((request, response) => {
    const refuse = (body: Buffer): void => {
      const message = `${body.toString()}\n    at ${canaries.value}`;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#InvalidMessageContents', message }));
    };
    void bodyOf(request).then(refuse);
  });
  folder = mkdtempSync(join(tmpdir(), 'canaries-'));
});
afterAll(async () => {
  await notify.close();
  await closed(sqs);
  rmSync(folder, { recursive: true });
});

test('the command line shows no value of a row, whatever is wrong with it, and none that SQS repeats', async () => {
  const file = join(folder, 'codes.csv');
  writeFileSync(
    file,
    `phone number,code\n${canaries.phoneNumber},${canaries.value}\n${canaries.emailAddress},${canaries.value}\n07900 900123,\n`,
  );
  const url = `http://127.0.0.1:${portOf(sqs)}`;
  const key = apiKey(standIn.world);
  const ended = await runWith(
    {
      NOTIFY_PUBLISHER_QUEUE_URL: `${url}/123456789012/queue`,
      NOTIFY_PUBLISHER_PIPELINE_ID: 'staging',
      NOTIFY_API_KEY: key,
      NOTIFY_BASE_URL: notify.url,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'eu-west-2',
    },
    'send',
    '--template',
    'Security code',
    '--csv',
    file,
    '--skip-bad',
  );
  expect(ended.code).not.toBe(0);
  expect(ended.errors).toContain('InvalidMessageContents');
  expect(canariesIn(ended.output + ended.errors)).toEqual([]);
  expect(ended.output + ended.errors).not.toContain(key.slice(-36));
});
