import { showName } from '../../../lib/contract/field-name';

const beginning = 'Missing personalisation: ';
/** A record needs no more of them to be understood. */
const mostNames = 10;
const mostCharacters = 250;

/**
 * What Notify says of placeholders without a value, as far as it can be names of a template. `undefined`: that is not what it
 * says.
 * @param isShown whether a name may be shown, such as because it is no value of the message
 */
export function missingPersonalisation(
  text: string,
  isShown: (name: string) => boolean = () => true,
): string | undefined {
  if (!text.startsWith(beginning)) return undefined;
  const names = text
    .slice(beginning.length, beginning.length + mostNames * 100)
    .split(', ')
    .slice(0, mostNames)
    .map((name) => (isShown(name) ? showName(name) : '…'));
  return (beginning + names.join(', ')).slice(0, mostCharacters).replace(/\p{Surrogate}/gu, '');
}
