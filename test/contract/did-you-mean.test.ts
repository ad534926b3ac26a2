import { closestName, suggestion } from '../../lib/contract/did-you-mean';

const props = ['apiKeySecret', 'callbacks', 'pollInterval', 'recordRetention', 'vpc', 'rateLimit', 'rateShare'];

describe('did you mean', () => {
  test.each([
    ['callback', 'callbacks'],
    ['callbakcs', 'callbacks'],
    ['apikeysecret', 'apiKeySecret'],
    ['api_key_secret', 'apiKeySecret'],
    ['poll-interval', 'pollInterval'],
    ['retention', undefined],
    ['recordRetentoin', 'recordRetention'],
    ['VPC', 'vpc'],
    ['rateLimits', 'rateLimit'],
    ['', undefined],
    ['receipts', undefined],
    ['__proto__', undefined],
  ])('%s means %s', (unknown, meant) => {
    expect(closestName(unknown, props)).toBe(meant);
  });

  test('the nearest is named where several are near', () => {
    expect(closestName('rateShar', props)).toBe('rateShare');
  });

  test('an error ends with what was meant, or else with all that there are', () => {
    expect(suggestion('sned', ['send', 'templates'])).toBe('did you mean send?');
    expect(suggestion('deliver', ['send', 'templates'])).toBe('there are send, templates');
  });
});
