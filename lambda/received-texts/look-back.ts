import * as z from 'zod/mini';
import type { Clock } from '../../lib/contract/clock';
import type { ReceivedText } from '../../lib/notify';
import { PipelineError } from '../../lib/contract/pipeline-error';
import type { NotifyApi } from '../shared/ports';

/** Texts that Notify received after some instant, oldest first. */
export interface LookBack {
  readonly texts: readonly ReceivedText[];
  /** How many more were listed that make no sense. */
  readonly unreadable: number;
  /** There is more between the instant and this text. `undefined`: that was all. */
  readonly below: string | undefined;
}

interface Terms {
  /** Go on with what is older than this text. */
  readonly below: string | undefined;
  /** No text that was received up to then is wanted. */
  readonly after: string;
  /** Ask for no other page from then on. Milliseconds since the epoch. */
  readonly until: number;
}

/** The checkpoint is written after this many pages. */
const mostPages = 8;
/** Milliseconds for a page, so that a run can end in time whatever Notify does. */
const timeout = 15_000;

/** Goes back through Notify's pages, which are newest first. */
export async function lookBack(
  client: NotifyApi,
  { below, after, until }: Terms,
  clock: Pick<Clock, 'now'>,
): Promise<LookBack> {
  const found = new Map<string, ReceivedText>();
  let edge = below;
  let unreadable = 0;
  for (let pages = 0; pages === 0 || (pages < mostPages && clock.now() < until); pages += 1) {
    const { received_text_messages: rows } = await client.listReceivedTexts({ olderThan: edge }, { timeout });
    const page = rows.filter(isText);
    unreadable += rows.length - page.length;
    for (const text of page) if (text.created_at > after) found.set(text.id, text);
    const last = page.at(-1);
    const isAll = rows.length === 0 || (last !== undefined && last.created_at <= after);
    if (isAll) return { texts: oldestFirst(found), unreadable, below: undefined };
    // Notify's next page leaves out whatever was received at the same instant as the text that it is to be older than.
    edge = last ? (page.findLast((text) => text.created_at > last.created_at) ?? last).id : lastIdOf(rows);
  }
  return { texts: oldestFirst(found), unreadable, below: edge };
}

const guid = z.guid();
/** Longer than any number or name of a sender. */
const number = z.string().check(z.maxLength(200));
/** Far more than a text can be, and less than an event may be. */
const content = z.string().check(z.maxLength(50_000));
/** As much of a text as its event tells. */
const text = z.object({
  id: guid,
  user_number: number,
  notify_number: number,
  content,
  created_at: z.iso.datetime(),
});

const isText = (row: Partial<ReceivedText> | null): row is ReceivedText => text.safeParse(row).success;

/** Where to go on after a page of which nothing else can be read. Older texts may be good ones. */
function lastIdOf(rows: readonly (Partial<ReceivedText> | null)[]): string {
  const id = rows.findLast((row) => guid.safeParse(row?.id).success)?.id;
  if (id !== undefined) return id;
  throw new PipelineError(
    'we cannot read a page of the texts that Notify received, so we cannot get older ones; see Notify’s status page',
  );
}

const oldestFirst = (found: ReadonlyMap<string, ReceivedText>): readonly ReceivedText[] =>
  [...found.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
