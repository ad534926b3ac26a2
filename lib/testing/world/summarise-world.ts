import { placeholdersOf } from '../../rules/templates/placeholders';
import { inFull } from './api-key';
import { completeWorld } from './complete-world';
import type { Channel, KeyType, World } from './world';

/** What a program needs of a world to use it. */
export interface WorldSummary {
  /** The services, with their ids and names. */
  readonly services: readonly { readonly id: string; readonly name: string; readonly trial: boolean }[];
  /** Those that are not revoked. */
  readonly keys: readonly {
    /** The service's id. */
    readonly service: string;
    readonly type: KeyType;
    readonly key: string;
  }[];
  /** Those that are neither archived nor hidden. */
  readonly templates: readonly {
    readonly service: string;
    readonly id: string;
    readonly type: Channel;
    readonly name: string;
    readonly placeholders: readonly string[];
  }[];
  /** The text message senders. */
  readonly smsSenders: readonly { readonly service: string; readonly id: string; readonly sender: string }[];
  /** The reply-to addresses. */
  readonly emailReplyTos: readonly { readonly service: string; readonly id: string; readonly emailAddress: string }[];
}

/**
 * What a program needs of a world to use it, in lists that name the service of each: keys in full, template, sender and
 * reply-to ids.
 *
 * @example
 * const { keys } = summariseWorld(defaultWorld());
 * const key = keys.find(({ type }) => type === 'test')?.key;
 */
export function summariseWorld(world: World): WorldSummary {
  const { services } = completeWorld(world);
  return {
    services: services.map(({ id, name, trial }) => ({ id, name, trial })),
    keys: services.flatMap((service) =>
      service.keys
        .filter(({ revokedAt }) => !revokedAt)
        .map((key) => ({ service: service.id, type: key.type, key: inFull(service, key) })),
    ),
    templates: services.flatMap(({ id: service, templates }) =>
      templates
        .filter(({ archived, hidden }) => !archived && !hidden)
        .map(({ id, type, name, versions }) => ({
          service,
          id,
          type,
          name,
          placeholders: versions.slice(-1).flatMap((version) => placeholdersOf(version)),
        })),
    ),
    smsSenders: services.flatMap(({ id: service, smsSenders }) =>
      smsSenders.map(({ id, sender }) => ({ service, id, sender })),
    ),
    emailReplyTos: services.flatMap(({ id: service, emailReplyTos }) =>
      emailReplyTos.map(({ id, emailAddress }) => ({ service, id, emailAddress })),
    ),
  };
}
