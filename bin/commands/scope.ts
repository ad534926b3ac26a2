import { suggestion } from '../../lib/contract/did-you-mean';
import type { HoldScope } from '../../lambda/shared/holds/hold';

/** What a hold stops, as it stands behind a command's name. */
export function readScope<Scope extends HoldScope>(scope: string | undefined, scopes: readonly Scope[]): Scope {
  const known = scopes.find((each) => each === scope);
  if (known) return known;
  if (scope === undefined || scope.startsWith('-')) {
    throw new Error(`SCOPE is missing; give one of ${scopes.join(', ')}`);
  }
  throw new Error(`there is no scope "${scope}"; ${suggestion(scope, scopes)}`);
}

export const usageOf = (scopes: readonly HoldScope[]): string => `      SCOPE                 ${scopes.join(', ')}`;
