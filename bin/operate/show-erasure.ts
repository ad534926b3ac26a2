import { day, iso } from '../../lib/contract/time';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { countOf } from '../counted';
import { columns } from './columns';
import type { Erasure } from './erase';
import { refused } from './refused';

/** How far back DynamoDB can restore a table, in days. */
const backupDays = 35;

type Versioned = Pick<PipelineDescription, 'bucketVersionDays'>;

/** What is stored elsewhere of a person, and until when. */
export const keptElsewhere = (now: number, { bucketVersionDays = 0 }: Versioned = {}): readonly string[] => [
  `the table's backups have their records until ${iso(now + backupDays * day)}: after a restore run this again`,
  ...(bucketVersionDays > 0
    ? [`the bucket has old versions of what was deleted there until ${iso(now + (bucketVersionDays + 1) * day)}`]
    : []),
  'a record says that there was a message and how it ended, but not who it was for, until it expires',
  'logs and events have no recipient and no content; events have your reference and metadata, wherever you store them',
  'Notify has the messages for as long as the service stores data: 7 days, unless you changed that in Notify',
  'find a letter that you sent as a PDF by its key or reference, because its address is in the PDF',
];

/** What of a person nobody could delete, a line for each thing. */
export function leftOf(erasure: Erasure): readonly string[] {
  const { queues, payloadMentions, inHand, failures } = erasure;
  const mentions = queues.reduce((sum, queue) => sum + queue.mentions, payloadMentions);
  return [
    ...failures.map(({ where, error }) => `not reached: ${refused(where, error, 'grantErase').message}`),
    ...queues
      .filter(({ outOfSight }) => outOfSight > 0)
      .map(
        ({ queue, outOfSight }) =>
          `${countOf(outOfSight, 'message')} on ${queue} cannot be read now, because of a delay or another reader: run it again in 15 minutes`,
      ),
    ...(inHand > 0 ? [`we are sending ${countOf(inHand, 'message')} to Notify now: run it again in 5 minutes`] : []),
    ...(mentions > 0
      ? [
          `this person is mentioned in ${countOf(mentions, 'message')} to other people, which we did not change: find out why, then cancel or redrive them`,
        ]
      : []),
  ];
}

/** What there was of a person, in one screen. */
export function showErasure(erasure: Erasure, isDryRun: boolean): string {
  const { queues, scheduledMessages, payloads, letterPdfs, records } = erasure;
  const rows = [
    ...queues.map(({ queue, found }) => [`messages on ${queue}`, found] as const),
    ['scheduled messages', scheduledMessages] as const,
    ['contents of messages in the bucket', payloads] as const,
    ['PDFs of letters', letterPdfs] as const,
    ['records', records] as const,
  ];
  const found = rows.reduce((sum, [, count]) => sum + count, 0);
  const done = isDryRun ? 'would be deleted' : 'deleted';
  return [columns(['what', done], rows), found === 0 ? 'nothing about this person was found' : `${found} ${done}`].join(
    '\n',
  );
}
