/**
 * How much is tried of what keeps one promise over many seeds, messages or configurations: a sample in `npm test`, all of it
 * in `npm run test:breadth`, which `.ci/run` runs too.
 */
export const breadth = <Amount>({ sample, full }: { readonly sample: Amount; readonly full: Amount }): Amount =>
  process.env['BREADTH'] === 'full' ? full : sample;
