import { readSecret } from '../../lib/records/clients';
import { connectSecrets, connectSqs, connectTable } from '../operate/clients';
import { erase as eraseAll, isComplete, type Erasure } from '../operate/erase';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { openPayloadBucket } from '../operate/payload-bucket';
import { personOf } from '../operate/person';
import { PersonRecords } from '../operate/person-records';
import { readRecipient } from '../operate/read-recipient';
import { refused } from '../operate/refused';
import { keptElsewhere, leftOf, showErasure } from '../operate/show-erasure';
import { complain, exitCodes, print, type Command } from './command';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';

const usage = `  erase --recipient WHO [--dry-run]
      Deletes everything that the pipeline has about one person: waiting and scheduled messages, dead letters, contents in
      the bucket, letter PDFs, and their details in records. Cancels messages that wait. While it searches a queue, the
      messages on it wait. Shows what it could not reach, and what backups, logs and Notify still have. Exit code 1 if
      anything is left. Needs grantErase, and @aws-sdk/client-s3.

      --recipient WHO       an email address, a phone number, or the lines of a postal address, separated by commas
      --dry-run             count what it would delete, and delete nothing
${pipelineUsage}
`;

export const erase: Command = {
  usage,
  examples: [
    'erase --recipient amala@example.com --dry-run',
    'erase --recipient "07700 900123" --pipeline licences-production',
  ],
  async run(args) {
    const {
      recipient: text,
      json,
      'dry-run': isDryRun,
      pipeline: pipelineId,
    } = readOptions(args, {
      ...pipelineOptions,
      recipient: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    });
    if (!text) throw new Error('--recipient is missing; give an email address, a phone number or a postal address');
    const recipient = readRecipient(text);
    const pipeline = await findPipeline(pipelineId);
    const { hashKeySecretId, findByRecipient } = pipeline;
    if (hashKeySecretId === undefined) {
      throw new Error(
        'the pipeline does not say where its hash key is; deploy it with the latest version, then run this again',
      );
    }
    if (!findByRecipient) {
      complain('the pipeline has no index by recipient, so we read the whole table: one read unit for every 8 KB');
    }
    return interruptible(async (stop) => {
      const hashKey = await readSecret(hashKeySecretId, connectSecrets());
      const bucket = await openPayloadBucket(pipeline.bucketName);
      const erasure = await eraseAll({
        sqs: connectSqs(),
        bucket,
        records: new PersonRecords(connectTable(), pipeline),
        pipeline,
        person: personOf(recipient, hashKey),
        hashKey,
        isDryRun,
        clock: Date,
        stop,
      });
      show(erasure, pipeline, isDryRun, json);
      if (stop.aborted) {
        complain('stopped; run it again for the rest');
        return exitCodeOf(stop.reason as NodeJS.Signals);
      }
      return isComplete(erasure) ? exitCodes.done : exitCodes.incomplete;
    }).catch((error: unknown) => {
      throw refused('the person cannot be erased', error, 'grantErase');
    });
  },
};

function show(erasure: Erasure, pipeline: PipelineDescription, isDryRun: boolean, json: boolean): void {
  const [left, elsewhere] = [leftOf(erasure), keptElsewhere(Date.now(), pipeline)];
  if (json) return print(JSON.stringify({ ...erasure, failures: undefined, isDryRun, left, elsewhere }));
  print(showErasure(erasure, isDryRun));
  print(['', 'what is stored elsewhere:', ...elsewhere.map((line) => `  ${line}`)].join('\n'));
  if (left.length > 0) complain(['left:', ...left.map((line) => `  ${line}`)].join('\n'));
}
