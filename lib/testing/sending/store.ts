import { checkTextStorable } from '../../rules/storable';
import type { EndpointCall } from '../endpoints/call';
import {
  StoredNotification,
  ordinary,
  type Details,
  type Origin,
  type StoredPersonalisation,
} from '../storage/notification';
import type { RawStatus } from '../storage/notification';
import type { CompleteTemplateVersion } from '../world/complete-world';
import type { DailyLimits, KeyType } from '../world/world';
import type { FoundTemplate } from './find-template';

/** What differs from message to message. */
export interface NewMessage {
  readonly id: string;
  readonly personalisation: StoredPersonalisation | null;
  readonly reference: string | null;
  readonly recipient: string;
  readonly status: RawStatus;
  /** @default ordinary */
  readonly details?: Partial<Details>;
}

/** What storing needs to know of a request. */
type Storing = Pick<EndpointCall, 'notify' | 'service' | 'now' | 'queue'> &
  Partial<Pick<EndpointCall, 'request'>> & { readonly key: Pick<EndpointCall['key'], 'type'> };

/** Stores a message, counts it against the day's limits, and starts it on its way. */
export function store(
  call: Storing,
  origin: Origin,
  message: NewMessage,
  counts: readonly (keyof DailyLimits)[],
): void {
  const { notify, service, key, now, queue } = call;
  const { id, personalisation, reference, recipient, status } = message;
  checkTextStorable(reference);
  const details = message.details ? { ...ordinary, ...message.details } : ordinary;
  const createdAt = notify.notifications.uniqueMoment(now);
  const notification = new StoredNotification(
    id,
    origin,
    details,
    personalisation,
    reference,
    recipient,
    status,
    createdAt,
  );
  notify.notifications.add(notification);
  notify.recorder.stored(notification, call.request);
  for (const what of counts) notify.limits.count(service.id, key.type, what, now);
  notify.lifecycle.begin(notification, queue);
}

const origins = new WeakMap<CompleteTemplateVersion, Map<KeyType, Origin>>();

/** The origin of every message that is made from this version with this type of key. */
export function originOf(
  { service, key }: Pick<Storing, 'service' | 'key'>,
  { template, version }: FoundTemplate,
): Origin {
  const ofVersion = origins.get(version) ?? new Map<KeyType, Origin>();
  origins.set(version, ofVersion);
  const origin = ofVersion.get(key.type) ?? { service, keyType: key.type, type: template.type, template, version };
  ofVersion.set(key.type, origin);
  return origin;
}
