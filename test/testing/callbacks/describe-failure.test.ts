import { describeFailure } from '../../../lib/testing/callbacks/describe-failure';

const coded = (code: string): Error => Object.assign(new Error('as the system has it'), { code });

describe('what went wrong with a callback', () => {
  test.each([
    [coded('ECONNREFUSED'), 'nothing listens at that address and port (ECONNREFUSED)'],
    [coded('ENOTFOUND'), 'the name of the host is not known (ENOTFOUND)'],
    [coded('ECONNRESET'), 'the connection was lost before an answer came (ECONNRESET)'],
    [coded('ABORT_ERR'), 'no answer within 5 seconds'],
    [new DOMException('timed out', 'TimeoutError'), 'no answer within 5 seconds'],
    [coded('EMYSTERY'), 'as the system has it (EMYSTERY)'],
    [
      new Error('more than 30 redirects: let the callback URL answer itself'),
      'more than 30 redirects: let the callback URL answer itself',
    ],
    ['nothing that is an error', 'no answer'],
  ])('%s is said in words', (failure, words) => {
    expect(describeFailure(failure, 5000)).toBe(words);
  });
});
