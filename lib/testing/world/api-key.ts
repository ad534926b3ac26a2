import type { ApiKey, KeyType, Service, World } from './world';

/**
 * The API key of a world's service in full, as the website shows it once and every client takes it.
 *
 * @param world a world, such as `defaultWorld()`
 * @param type the first key of this type that is not revoked is taken; default `live`
 * @param service a service's id or name; default the first service
 * @throws Error where there is no such service or key
 *
 * @example
 * const client = new NotifyClient({ apiKey: apiKey(defaultWorld(), 'test'), baseUrl: url });
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#api-keys
 */
export function apiKey(world: World, type: KeyType = 'live', service?: string): string {
  const found = world.services.find(({ id, name }) => service === undefined || id === service || name === service);
  if (found === undefined)
    throw new Error(`the world has no service ${service ?? 'at all'}: give the id or name of one`);
  const key = found.keys.find((candidate) => candidate.type === type && !candidate.revokedAt);
  if (key === undefined)
    throw new Error(`the service ${found.name} has no key of type ${type}: add one to its \`keys\``);
  return inFull(found, key);
}

/** `{name}-{service id}-{secret}`. */
export function inFull(service: Pick<Service, 'id'>, key: ApiKey): string {
  return `${key.name}-${service.id}-${key.secret}`;
}
