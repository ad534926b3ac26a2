import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import type { Delivery } from '../../lib/contract/delivery';
import { formatReference } from '../../lib/contract/identity';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { PollCheckpointStore } from '../../lambda/shared/checkpoints/poll-checkpoint';
import { createPoller } from '../../lambda/poll/poll';
import { createNotifySource } from '../../lambda/shared/notify/notify-source';
import { createSecret } from '../../lambda/shared/aws/secret';
import { MemoryPollCheckpoint } from '../fakes/memory-poll-checkpoint';
import { aDeliveryThatIs, noon } from '../shared/deliveries/deliveries';
import { aNotification } from '../shared/deliveries/notifications';
import { apiKeyOf, aSecret, ScriptedNotify } from '../send/scripted-notify';
import { ClockInTest } from '../fakes/clock-in-test';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { iso, minute } from '../../lib/contract/time';

export const pipelineId = 'staging';

interface Terms {
  readonly type?: 'email' | 'sms' | 'letter';
  /** How long ago Notify took it, in milliseconds. */
  readonly ago: number;
  readonly status?: string;
  /** How long ago its end was known to Notify, in milliseconds. @default a fixed time */
  readonly completed?: number;
  /** How long after Notify took it we knew, in milliseconds. */
  readonly adoptedAfter?: number;
}

interface Settings {
  readonly checkpoints?: PollCheckpointStore;
  /** Whether Notify calls back. @default false */
  readonly callbacks?: boolean;
  /** Milliseconds between two runs. @default a minute */
  readonly interval?: number;
}

/** The poll function with everything real but AWS, Notify and time. */
export function openPoller(
  store: DeliveryStore,
  { checkpoints = new MemoryPollCheckpoint(), callbacks = false, interval = minute }: Settings = {},
) {
  const clock = new ClockInTest(noon);
  const secret = aSecret();
  const notify = new ScriptedNotify(clock, secret);
  const monitor = new RecordingMonitor();
  const client = new SecretsManagerClient();
  const secrets = mockClient(client);
  secrets.on(GetSecretValueCommand).resolves({ SecretString: apiKeyOf(secret) });
  const source = createNotifySource(createSecret(client, 'api key', clock), { clock, transport: notify.transport });
  const poll = createPoller({ store, checkpoints, notify: source, clock, monitor, pipelineId, callbacks, interval });

  /** A message that Notify took, with its record, which says that it is awaited. */
  const sent = ({ type = 'email', ...terms }: Terms): Promise<Delivery> => taken({ type, ...terms }, { awaited: type });
  /** The same, of which a list has to say that it is awaited. */
  const sentOnList = (terms: Terms): Promise<Delivery> => taken(terms, {});

  async function taken(
    { type = 'email', ago, status = 'delivered', adoptedAfter = 200, completed }: Terms,
    entry: Pick<Delivery, 'awaited'>,
  ): Promise<Delivery> {
    const created = clock.now() - ago;
    const { awaited: _awaited, ...unlisted } = aDeliveryThatIs('sent', { type, sent_at: iso(created + adoptedAfter) });
    const delivery = { ...unlisted, ...entry };
    const reference = formatReference({ pipelineId, deliveryId: delivery.id });
    const created_at = iso(created).replace('Z', '123Z');
    const completed_at = completed === undefined ? {} : { completed_at: iso(clock.now() - completed) };
    notify.store(
      aNotification({ id: delivery.notification_id ?? '', type, status, reference, created_at, ...completed_at }),
    );
    await store.create(delivery);
    return delivery;
  }

  return {
    clock,
    store,
    notify,
    monitor,
    secrets,
    poll,
    sent,
    sentOnList,
    recordOf: (delivery: Delivery): Promise<Delivery | undefined> => store.find(delivery.id),
    /** Notify forgets a message, as it does after its days. */
    forgets: (delivery: Delivery): void => {
      notify.rows = notify.rows.filter(({ id }) => id !== delivery.notification_id);
    },
    /** Notify says something else of it from now on: other values of its fields, or something else altogether. */
    shows: (delivery: Delivery, other: unknown): void => {
      const id = delivery.notification_id ?? '';
      const row = notify.rows.find((known) => known.id === id);
      const isFields = typeof other === 'object' && other !== null && !Array.isArray(other);
      notify.shown.set(id, isFields ? { ...row, ...other } : other);
    },
    /** It is on no page any more of those without an end. */
    hasEnded: (delivery: Delivery): void => {
      for (const row of notify.rows)
        if (row.id === delivery.notification_id) Object.assign(row, { status: 'delivered' });
    },
    /** Puts it on no page. */
    unlists: (delivery: Delivery): void => void notify.unlisted.add(delivery.notification_id ?? ''),
    pages: (): number => notify.reads.filter((read) => read.includes('template_type=')).length,
    readsById: (): string[] => notify.reads.flatMap((read) => /^\/v2\/notifications\/(.+)$/.exec(read)?.[1] ?? []),
  };
}

export type PollerInTest = ReturnType<typeof openPoller>;
