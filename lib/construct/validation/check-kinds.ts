import type { IConstruct } from 'constructs';
import { suggestion } from '../../contract/did-you-mean';
import { describeValue } from './describe-value';
import { InvalidSettingsError } from './invalid-settings-error';
import type { Kind } from './kinds/kind';

/**
 * Checks what TypeScript checks, for those who write JavaScript: that there are props, that each is one there is, and is of
 * its kind.
 *
 * @param called what they are called in the error, such as `the props of a NotifyPipeline`
 * @throws InvalidSettingsError that names all that are wrong, and what to do
 */
export function checkKinds(
  construct: IConstruct,
  props: unknown,
  kinds: Readonly<Record<string, Kind>>,
  called: string,
): void {
  if (typeof props !== 'object' || props === null || Array.isArray(props)) {
    const got = props === undefined ? 'none' : describeValue(props);
    const [first] = Object.keys(kinds);
    throw new InvalidSettingsError(`${called} must be an object, got ${got}: give { ${first}: … }`, construct);
  }
  const faults = Object.entries(props).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind) return [`${name} is not among ${called}: ${suggestion(name, Object.keys(kinds))}`];
    return kind.fits(value) ? [] : [kindFault(name, value, kind)];
  });
  if (faults.length > 0) throw new InvalidSettingsError(faults.join('; '), construct);
}

function kindFault(name: string, value: unknown, { what, how, isSecret = false }: Kind): string {
  const got = isSecret && typeof value === 'string' ? 'a string' : describeValue(value);
  return `${name} must be ${what}, got ${got}: use ${how}`;
}
