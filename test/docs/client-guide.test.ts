import { knownErrors } from '../../lib/notify';
import { codeIn, rowsUnder } from './pieces';

const yesOrNo = (answer: boolean): string => (answer ? 'yes' : 'no');

test('the client guide says the same about every error as the code', () => {
  const written = rowsUnder('docs/guide/notify-client.md', '### What follows from an error').map(
    ([circumstance, kind, notSent, retryable]) => [...codeIn(circumstance), ...codeIn(kind), notSent, retryable],
  );
  const known = knownErrors.map(({ kind, error, outcome }) => [
    String(kind),
    error,
    yesOrNo(outcome.sent === 'no'),
    yesOrNo(outcome.retryable),
  ]);
  expect(written).toEqual(known);
});
