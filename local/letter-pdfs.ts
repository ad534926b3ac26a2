import type { Clock } from '../lib/contract/clock';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createLetterPdfRequester } from '../lambda/announce/request-letter-pdfs';
import { createPdfStorer, type StorePdfDependencies } from '../lambda/letter-pdfs/store-pdf';
import { createPdfReceiver } from '../lambda/letter-pdfs/receive';
import { createSqsLetterPdfQueue } from '../lambda/shared/aws/sqs-letter-pdf-queue';
import { EventSource } from './aws/event-source';
import type { MemoryQueues } from './aws/memory-queues';
import type { PipelineShape } from './template';

interface LetterPdfDependencies extends Omit<StorePdfDependencies, 'bucket' | 'queue' | 'clock'> {
  readonly clock: Clock;
  readonly sqs: Pick<SQSClient, 'send'>;
}

/** What keeps the PDFs of letters, in this process. `undefined` when the stack keeps none. */
export function openLetterPdfs(
  { letterPdfs: shape }: PipelineShape,
  { letterPdfQueue }: MemoryQueues,
  { sqs, ...dependencies }: LetterPdfDependencies,
) {
  if (!shape || !letterPdfQueue) return undefined;
  const { clock, monitor } = dependencies;
  const objects = new Map<string, Buffer>();
  const bucket = { name: 'local', put: async (key: string, pdf: Buffer) => void objects.set(key, pdf) };
  const queue = createSqsLetterPdfQueue(sqs, letterPdfQueue.settings.arn);
  const storePdf = createPdfStorer({ ...dependencies, bucket, queue });
  return {
    /** The PDFs by their keys. */
    objects,
    /** What follows from a change of a delivery. */
    ask: createLetterPdfRequester({ queue, monitor }),
    source: new EventSource(letterPdfQueue, shape, createPdfReceiver({ storePdf, queue, monitor }), clock),
  };
}
