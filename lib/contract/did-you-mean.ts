/**
 * The known name that somebody most likely meant by one that there is not. Undefined when none is near.
 *
 * @example
 * closestName('recieve', ['receive', 'send']); // 'receive'
 */
export function closestName(unknown: string, known: readonly string[]): string | undefined {
  const nearest = known
    .map((name) => ({ name, distance: editDistance(plain(unknown), plain(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(unknown.length, name.length) / 3)))
    .toSorted((one, other) => one.distance - other.distance);
  return nearest[0]?.name;
}

/** The end of an error about a name that there is not: what was meant, or else all that there are. */
export function suggestion(unknown: string, known: readonly string[]): string {
  const meant = closestName(unknown, known);
  return meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}?`;
}

/** People mix up capitals and what joins words, rather than leave them out. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** How many letters have to be changed, added, left out or swapped with the next (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const isSame = from[i - 1] === to[j - 1];
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      next[j] = Math.min(
        at(next, j - 1) + 1,
        at(row, j) + 1,
        at(row, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, j - 2) + 1 : Infinity,
      );
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
