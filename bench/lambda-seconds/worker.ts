import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import { environment } from '../../lib/contract/environment';
import { writePointer } from '../../lib/contract/extended-client';
import { aRecord, queueArn } from '../../test/send/records';

// One execution environment of the send function: it runs the bundle, batch after batch, as Lambda does while there is a backlog.

export interface WorkerSettings {
  /** Where the bundle is. */
  readonly bundle: string;
  readonly batchSize: number;
  readonly urgent: boolean;
  /** Of a batch as many messages are in the bucket, of these sizes in bytes. */
  readonly payloads: readonly number[];
  /** How big the others are, in bytes. */
  readonly inlineBytes: number;
}

/** One invocation. Times are in milliseconds. */
export interface Invocation {
  readonly began: number;
  readonly took: number;
  readonly sent: number;
  readonly cpu: number;
  /** The most memory so far, in megabytes. */
  readonly peak: number;
}

const settings = JSON.parse(process.env['BENCH'] ?? '{}') as WorkerSettings;
/** Lambda needs so long from one invocation to the next. */
const between = 15;

const email = { type: 'email', template_id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', email_address: 'a@example.com' };
const arn = settings.urgent ? (process.env[environment.urgentQueueArn] ?? '') : queueArn;
const inline = JSON.stringify({ ...email, personalisation: { name: 'A'.repeat(settings.inlineBytes) } });

const event = (): SQSEvent => ({
  Records: Array.from({ length: settings.batchSize }, (_, number) => {
    if (number >= settings.payloads.length) return aRecord(inline, { arn });
    const key = `payloads/${randomUUID().slice(0, 24)}0000000000${String(number).padStart(2, '0')}`;
    return aRecord(writePointer({ bucketName: 'bench', key }), { arn });
  }),
});

// What a function logs goes nowhere.
process.stdout.write = () => true;
console.log = console.info = console.warn = console.error = () => {};
const { handler } = require(settings.bundle) as {
  handler: (event: SQSEvent, context: object) => Promise<SQSBatchResponse>;
};

async function work(): Promise<void> {
  for (;;) {
    const began = Date.now();
    const before = process.cpuUsage();
    const end = began + 120_000;
    const context = { getRemainingTimeInMillis: () => end - Date.now() };
    const { batchItemFailures } = await handler(event(), context);
    const { user, system } = process.cpuUsage(before);
    const invocation: Invocation = {
      began,
      took: Date.now() - began,
      sent: settings.batchSize - batchItemFailures.length,
      cpu: (user + system) / 1000,
      peak: process.resourceUsage().maxRSS / 1024,
    };
    process.send?.(invocation);
    await new Promise((resolve) => setTimeout(resolve, between));
  }
}

process.once('message', () => void work());
process.on('disconnect', () => process.exit());
process.send?.('ready');
