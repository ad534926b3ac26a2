import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { traceAttributes } from '../../lib/contract/trace';
import { attributesForHome, homeOf, reasonOf } from './dead-letter';
import { remove, showAgain, takeAll, type Sqs, type TakenMessage } from './take-messages';

export interface RedriveSettings {
  readonly sqs: Sqs;
  readonly pipeline: PipelineDescription;
  /** Only those whose reason has this in it, in any case. */
  readonly reason?: string | undefined;
  /** Only those that came at this time or later, in milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** The most that are put back in a second. */
  readonly rate?: number | undefined;
  readonly isDryRun: boolean;
  readonly stop: AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Dead letters with the same reason from the same queue. */
export interface RedriveRow {
  readonly reason: string;
  readonly queue: string;
  /** How many there were. */
  found: number;
  /** How many were chosen. */
  chosen: number;
  /** How many were put back. */
  putBack: number;
}

export interface RedriveResult {
  readonly rows: readonly RedriveRow[];
  /** Why some could not be put back, one for each. */
  readonly failures: readonly unknown[];
}

/**
 * Puts dead letters back on the queue that each came from. Each is sent home before it is deleted here: whenever this ends in
 * between, it is there twice, with the same idempotency key, and is sent once. What is not chosen, or was not come to, can
 * be seen again at the end, or after five minutes if nobody is there any more to show it.
 */
export async function redrive(settings: RedriveSettings): Promise<RedriveResult> {
  const { sqs, pipeline, rate, isDryRun, stop, sleep } = settings;
  const deadLetters = pipeline.deadLetterQueueUrl;
  const rows = new Map<string, RedriveRow>();
  const seen = new Set<string>();
  const sent = new Set<string>();
  const left = new Map<string, TakenMessage>();
  const failures: unknown[] = [];

  const rowOf = (letter: TakenMessage): RedriveRow => {
    const [reason, queue] = [reasonOf(letter), homeOf(letter, pipeline).name];
    const row = rows.get(`${queue} ${reason}`) ?? { reason, queue, found: 0, chosen: 0, putBack: 0 };
    rows.set(`${queue} ${reason}`, row);
    return row;
  };

  /** Answers whether it was put back. */
  async function putBack(letter: TakenMessage): Promise<boolean> {
    try {
      // It came back before it could be deleted, and is home already.
      if (!sent.has(letter.messageId)) {
        await sendHome(sqs, letter, homeOf(letter, pipeline).url);
        sent.add(letter.messageId);
        rowOf(letter).putBack += 1;
      }
      await remove(sqs, deadLetters, letter);
      return true;
    } catch (error) {
      failures.push(error);
      return false;
    }
  }

  try {
    for await (const taken of takeAll(sqs, deadLetters)) {
      for (const letter of taken) left.set(letter.messageId, letter);
      if (stop.aborted) break;
      for (const letter of taken.filter(({ messageId }) => !seen.has(messageId))) {
        seen.add(letter.messageId);
        const row = rowOf(letter);
        row.found += 1;
        if (isChosen(letter, settings)) row.chosen += 1;
      }
      const chosen = isDryRun ? [] : taken.filter((letter) => isChosen(letter, settings));
      const done = await Promise.all(chosen.map(putBack));
      chosen.filter((_, at) => done[at]).forEach(({ messageId }) => left.delete(messageId));
      if (failures.length > 0) break;
      if (rate !== undefined && chosen.length > 0) await sleep((chosen.length / rate) * 1000);
    }
  } finally {
    await showAgain(sqs, deadLetters, [...left.values()]);
  }
  return { rows: [...rows.values()], failures };
}

const isChosen = (letter: TakenMessage, { reason = '', since = 0 }: RedriveSettings): boolean =>
  reasonOf(letter).toLowerCase().includes(reason.toLowerCase()) && letter.sentAt >= since;

const sendHome = (sqs: Sqs, letter: TakenMessage, url: string): Promise<unknown> =>
  sqs.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: letter.body,
      MessageAttributes: attributesForHome(letter),
      ...(letter.groupId !== undefined && { MessageGroupId: letter.groupId }),
      ...traceAttributes(letter.traceHeader),
    }),
  );
