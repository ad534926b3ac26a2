/**
 * Notify checks an email to it like any other, answers as usual, and keeps nothing.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#smoke-testing
 */
export const smokeTestAddress = 'simulate-delivered@notifications.service.gov.uk';

const smokeTests = new Set([
  '447700900000',
  '447700900111',
  '447700900222',
  smokeTestAddress,
  'simulate-delivered-2@notifications.service.gov.uk',
  'simulate-delivered-3@notifications.service.gov.uk',
]);

/** Whether a recipient is one of those for which Notify checks everything and then keeps nothing. */
export function isSmokeTest(normalised: string): boolean {
  return smokeTests.has(normalised);
}
