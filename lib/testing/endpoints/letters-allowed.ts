import { badRequest } from '../../rules/refusal';
import type { EndpointCall } from './call';

/** Refuses letters with a team key, and from a service in trial mode unless nothing is really sent. */
export function checkMaySendLetters({ service, key }: EndpointCall): void {
  if (key.type === 'team') throw badRequest('Cannot send letters with a team api key', 403);
  if (service.trial && key.type !== 'test') {
    throw badRequest('Cannot send letters when service is in trial mode', 403);
  }
}
