import type { KeyType } from '../world/world';
import { matcherOf, type MessageFilter } from './message-filter';
import type { StoredNotification } from './notification';

/** Which messages a list holds. */
export interface ListFilter {
  readonly serviceId: string;
  readonly keyType: KeyType;
  readonly reference: string | undefined;
  readonly matches: (notification: StoredNotification) => boolean;
  /** Only those created before this many microseconds since the epoch. */
  readonly before: number;
}

/** All messages the stand-in holds, in the order of their creation. */
export class NotificationStore {
  private readonly byId = new Map<string, StoredNotification>();
  private readonly lists = new Map<string, StoredNotification[]>();
  private readonly references = new Map<string, Map<string, StoredNotification | StoredNotification[]>>();
  private lastCreatedAt = 0;

  get size(): number {
    return this.byId.size;
  }

  /** A moment of creation that no other message has: the given one or, where it is taken, a microsecond more. */
  uniqueMoment(now: number): number {
    this.lastCreatedAt = Math.max(now * 1000, this.lastCreatedAt + 1);
    return this.lastCreatedAt;
  }

  add(notification: StoredNotification): void {
    this.byId.set(notification.id, notification);
    this.listOf(notification.service.id, notification.keyType).push(notification);
    if (notification.reference === null) return;
    const ofService = this.referencesOf(notification.service.id);
    const others = ofService.get(notification.reference);
    if (others === undefined) ofService.set(notification.reference, notification);
    else if (Array.isArray(others)) others.push(notification);
    else ofService.set(notification.reference, [others, notification]);
  }

  /** The message with this id, if it is of this service. */
  find(serviceId: string, id: string): StoredNotification | undefined {
    const found = this.byId.get(id);
    return found?.service.id === serviceId ? found : undefined;
  }

  findAnywhere(id: string): StoredNotification | undefined {
    return this.byId.get(id);
  }

  /** Every message with this reference, of any service, oldest first. */
  withReference(reference: string): StoredNotification[] {
    const found = Array.from(this.references.values(), (ofService) => ofService.get(reference) ?? []).flat();
    return found.sort((one, other) => one.createdAt - other.createdAt);
  }

  all(): IterableIterator<StoredNotification> {
    return this.byId.values();
  }

  /** Every message that fits, of any service, newest first. */
  search({ before, limit = Number.POSITIVE_INFINITY, ...criteria }: MessageFilter): StoredNotification[] {
    const matches = matcherOf(criteria);
    const candidates =
      criteria.reference === undefined ? [...this.byId.values()] : this.withReference(criteria.reference);
    const end =
      before === undefined ? candidates.length : firstNotBefore(candidates, this.byId.get(before)?.createdAt ?? 0);
    const found: StoredNotification[] = [];
    for (let index = end - 1; index >= 0 && found.length < limit; index -= 1) {
      const candidate = candidates[index];
      if (candidate !== undefined && matches(candidate)) found.push(candidate);
    }
    return found;
  }

  /** The newest messages that the filter lets through, newest first. */
  page(filter: ListFilter, size: number): StoredNotification[] {
    const candidates = this.candidates(filter);
    const page: StoredNotification[] = [];
    for (let index = firstNotBefore(candidates, filter.before) - 1; index >= 0 && page.length < size; index -= 1) {
      const candidate = candidates[index];
      if (candidate !== undefined && filter.matches(candidate)) page.push(candidate);
    }
    return page;
  }

  /** Forgets every message the test holds for. */
  remove(goes: (notification: StoredNotification) => boolean): void {
    for (const [key, list] of this.lists) {
      const gone = list.filter(goes);
      if (gone.length > 0)
        this.lists.set(
          key,
          list.filter((notification) => !goes(notification)),
        );
      for (const notification of gone) this.forget(notification);
    }
  }

  private forget(notification: StoredNotification): void {
    this.byId.delete(notification.id);
    if (notification.reference === null) return;
    const ofService = this.referencesOf(notification.service.id);
    const others = [ofService.get(notification.reference) ?? []].flat().filter((other) => other !== notification);
    if (others.length > 0) ofService.set(notification.reference, others);
    else ofService.delete(notification.reference);
  }

  private candidates({ serviceId, keyType, reference }: ListFilter): readonly StoredNotification[] {
    if (reference === undefined) return this.listOf(serviceId, keyType);
    const found = [this.referencesOf(serviceId).get(reference) ?? []].flat();
    return found.filter((notification) => notification.keyType === keyType);
  }

  private listOf(serviceId: string, keyType: KeyType): StoredNotification[] {
    const key = `${serviceId} ${keyType}`;
    const list = this.lists.get(key) ?? [];
    this.lists.set(key, list);
    return list;
  }

  private referencesOf(serviceId: string): Map<string, StoredNotification | StoredNotification[]> {
    const references = this.references.get(serviceId) ?? new Map<string, StoredNotification | StoredNotification[]>();
    this.references.set(serviceId, references);
    return references;
  }
}

/** The place of the first message that was not created before the moment. */
function firstNotBefore(list: readonly StoredNotification[], before: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.createdAt ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return low;
}
