// One measurement in a fresh process, as in Lambda: loads a handler, gives it batches, and prints what it took as JSON.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { format } from 'node:util';

const began = performance.now();
const atFirst = process.cpuUsage();
const [bundle = '', batches = '1', size = '10', warmUp = '0'] = process.argv.slice(2);
const print = process.stdout.write.bind(process.stdout);

// What goes to the log is counted and dropped: in Lambda a pipe takes it.
let logged = 0;
const log = (text: unknown): boolean => {
  logged += Buffer.byteLength(String(text));
  return true;
};
process.stdout.write = log;
for (const level of ['log', 'info', 'debug', 'warn'] as const) {
  console[level] = (...args: unknown[]) => void log(`${format(...args)}\n`);
}

/** Milliseconds of CPU since a beginning. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const context = {
  awsRequestId: randomUUID(),
  functionName: 'send',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:send',
  memoryLimitInMB: '512',
  logGroupName: 'group',
  logStreamName: 'stream',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 100_000,
} as Context;

function aRecord(): SQSRecord {
  const now = String(Date.now());
  return {
    messageId: randomUUID(),
    receiptHandle: 'AQEB'.repeat(46),
    body: JSON.stringify({
      type: 'sms',
      template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      phone_number: '07700900123',
      personalisation: { name: 'Amala', code: '123456' },
      idempotency_key: randomUUID(),
    }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: now,
      SenderId: 'AIDA',
      ApproximateFirstReceiveTimestamp: now,
    },
    messageAttributes: {},
    md5OfBody: 'x',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-2:123456789012:queue',
    awsRegion: 'eu-west-2',
  };
}

type Handler = (event: SQSEvent, context: Context, callback: () => void) => Promise<SQSBatchResponse | undefined>;

async function measure(): Promise<object> {
  const { handler } = createRequire(__filename)(bundle) as { readonly handler: Handler };
  const init = { init: cpuSince(atFirst), initWall: performance.now() - began };
  const invoke = async (): Promise<void> => {
    const event = { Records: Array.from({ length: Number(size) }, aRecord) };
    const failures = (await handler(event, context, () => undefined))?.batchItemFailures ?? [];
    if (failures.length > 0) throw new Error(`${failures.length} of ${size} messages failed`);
  };
  await invoke();
  const cold = { cold: cpuSince(atFirst), coldWall: performance.now() - began };
  for (let batch = 0; batch < Number(warmUp); batch += 1) await invoke();
  logged = 0;
  const before = process.cpuUsage();
  for (let batch = 0; batch < Number(batches); batch += 1) await invoke();
  const messages = Number(batches) * Number(size);
  return {
    ...init,
    ...cold,
    warm: (cpuSince(before) * 1000) / messages,
    logBytes: logged / messages,
    megabytes: (process.resourceUsage().maxRSS * 1024) / 1_000_000,
  };
}

measure().then(
  (figures) => print(`${JSON.stringify(figures)}\n`, () => process.exit()),
  (error: unknown) => {
    process.stderr.write(format(error));
    process.exit(1);
  },
);
