import type * as Sqs from '@aws-sdk/client-sqs';
import type { Clock } from '../contract/clock';
import { NotPublishedError } from './errors';
import { missingSetting } from './missing-setting';
import { attributesOf, type Parcel } from './parcel';
import { shortCalls } from './time-outs';

/** The SDK's client for SQS as far as we use it: a test with a fake publisher does not need it. */
export interface ClientForSqs {
  send(command: never): Promise<unknown>;
}

/** Where big messages are put. */
export interface PayloadBucket {
  put(key: string, content: string): Promise<void>;
}

export interface PostDependencies {
  /** @default a client made of the environment with the first message */
  readonly sqs: ClientForSqs | undefined;
  readonly bucket: PayloadBucket;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Puts up to ten parcels for one queue on it. Answers of each, in their order, why it was not taken. */
export type Post = (parcels: readonly Parcel[]) => Promise<readonly (NotPublishedError | undefined)[]>;

interface Refusal {
  readonly code: string;
  /** It would be refused again. */
  readonly forGood: boolean;
  readonly cause?: unknown;
}

/** What the SDK throws, or the system. */
interface Thrown {
  readonly name: string;
  readonly code: unknown;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode?: number };
}

const mostTries = 5;
/** Before the second try, and twice as long before each that follows, in milliseconds. */
const firstPause = 200;

/**
 * Tries those again that were refused for no fault of theirs. One that may have been taken is sent again too: under its
 * idempotency key it is one message, however often it is on the queue.
 */
export function createPost({ sqs, bucket, clock }: PostDependencies): Post {
  const stored = new WeakSet<Parcel>();
  let client: Pick<Sqs.SQSClient, 'send'> | undefined = sqs;

  return async (parcels) => {
    const refusals = new Map<Parcel, Refusal>();
    let left = parcels;
    for (let tries = 0; left.length > 0 && tries < mostTries; tries += 1) {
      if (tries > 0) await clock.sleep(firstPause * 2 ** (tries - 1));
      const refused = await send(left, await store(left));
      for (const parcel of left) refusals.delete(parcel);
      for (const [parcel, refusal] of refused) refusals.set(parcel, refusal);
      left = left.filter((parcel) => refused.get(parcel)?.forGood === false);
    }
    return parcels.map((parcel) => {
      const refusal = refusals.get(parcel);
      return refusal && new NotPublishedError(refusal.code, parcel, { cause: refusal.cause });
    });
  };

  /** Puts into the bucket what is not there yet. Answers what it does not take. */
  async function store(parcels: readonly Parcel[]): Promise<ReadonlyMap<Parcel, Refusal>> {
    const refused = new Map<Parcel, Refusal>();
    const put = async (parcel: Parcel): Promise<void> => {
      if (!parcel.payload || stored.has(parcel)) return;
      try {
        await bucket.put(parcel.payload.key, parcel.payload.content);
        stored.add(parcel);
      } catch (error) {
        refused.set(parcel, refusalBy(error));
      }
    };
    await Promise.all(parcels.map(put));
    return refused;
  }

  /** Puts on the queue what was not refused already. Answers all that is refused by now. */
  async function send(
    parcels: readonly Parcel[],
    refusedAlready: ReadonlyMap<Parcel, Refusal>,
  ): Promise<ReadonlyMap<Parcel, Refusal>> {
    const refused = new Map(refusedAlready);
    const ready = parcels.filter((parcel) => !refused.has(parcel));
    if (ready.length === 0) return refused;
    const Entries = ready.map((parcel, place) => ({
      Id: String(place),
      MessageBody: parcel.body,
      MessageGroupId: parcel.groupId,
      MessageAttributes: attributesOf(parcel),
    }));
    try {
      const { SendMessageBatchCommand, SQSClient }: typeof Sqs = await import('@aws-sdk/client-sqs');
      client ??= new SQSClient(shortCalls);
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: ready[0]?.queueUrl, Entries }));
      for (const { Id, Code = 'no code', SenderFault = false } of Failed) {
        const parcel = ready[Number(Id)];
        if (parcel) refused.set(parcel, { code: Code, forGood: SenderFault && !isThrottling(Code) });
      }
    } catch (error) {
      for (const parcel of ready) refused.set(parcel, refusalBy(error));
    }
    return refused;
  }
}

/**
 * The SDK has tried it three times by then. What it says is the caller's fault is no better later, and neither is what it
 * finds missing before it asks AWS, or a client that is not installed.
 */
function refusalBy(error: unknown): Refusal {
  const { name = 'Error', code, $fault, $metadata } = Object(error) as Partial<Thrown>;
  const missing = missingSetting(error) ?? (isNotInstalled(code) ? 'MODULE_NOT_FOUND' : undefined);
  // Older versions of the SDK say so of a 503 too.
  const byCaller = $fault === 'client' && ($metadata?.httpStatusCode ?? 400) < 500 && !isThrottling(name);
  return {
    code: missing ?? (typeof code === 'string' ? code : name),
    forGood: missing !== undefined || byCaller,
    cause: error,
  };
}

/** Node says it in two ways, by whether the SDK was to be required or imported. */
const isNotInstalled = (code: unknown): boolean => code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';

/** AWS calls it the caller's fault, and it is over in a moment: `RequestThrottled`, `KmsThrottled`, `ThrottlingException`. */
const isThrottling = (code: string): boolean => code.includes('Throttl');
