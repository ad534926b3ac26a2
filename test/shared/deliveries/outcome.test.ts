import { fc } from '../../properties';
import { outcomeOf } from '../../../lambda/shared/deliveries/outcome';
import { aNotification } from './notifications';

const changedAt = '2026-03-02T12:05:00.000Z';

describe('outcomeOf: status', () => {
  it.each([
    ['email', 'delivered', { state: 'delivered' }],
    ['email', 'permanent-failure', { state: 'failed', failure: 'permanent' }],
    ['email', 'temporary-failure', { state: 'failed', failure: 'temporary' }],
    ['email', 'technical-failure', { state: 'failed', failure: 'technical' }],
    ['sms', 'delivered', { state: 'delivered' }],
    ['sms', 'permanent-failure', { state: 'failed', failure: 'permanent' }],
    ['letter', 'received', { state: 'delivered' }],
    ['letter', 'validation-failed', { state: 'failed', failure: 'validation' }],
    ['letter', 'virus-scan-failed', { state: 'failed', failure: 'virus' }],
    ['letter', 'technical-failure', { state: 'failed', failure: 'technical' }],
    ['letter', 'cancelled', { state: 'failed', failure: 'cancelled' }],
  ] as const)('a message by %s with the status %s has its outcome', (type, status, end) => {
    expect(outcomeOf(aNotification({ type, status }), changedAt)).toMatchObject({
      ...end,
      status,
      changed_at: changedAt,
      completed_at: '2026-03-02T12:00:41.654321Z',
      ...(end.state === 'failed' ? { reason: `Notify says ${status}` } : {}),
    });
  });

  it.each(['created', 'sending', 'pending', 'sent', 'accepted', 'pending-virus-check'])(
    'the status %s is not an outcome',
    (status) => {
      expect(outcomeOf(aNotification({ status }), changedAt)).toBeUndefined();
    },
  );

  it('an unknown status is not an outcome, even if it is the name of a built-in property', () => {
    const known = /^(delivered|received|cancelled|.*-failure|.*-failed)$/;
    const names = fc.constantFrom('constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', '');
    fc.assert(
      fc.property(fc.oneof(names, fc.string()), (status) => {
        fc.pre(!known.test(status));
        expect(outcomeOf(aNotification({ status }), changedAt)).toBeUndefined();
      }),
    );
  });
});

describe('outcomeOf: details', () => {
  it('the time of completion is the time we learnt of it if Notify gives none', () => {
    const virus = aNotification({ type: 'letter', status: 'virus-scan-failed', completed_at: null });
    expect(outcomeOf(virus, changedAt)).toMatchObject({ completed_at: changedAt });
  });

  it.each([
    ['email', 0, {}],
    ['sms', 0.0454, { billable_sms_fragments: 2, international_rate_multiplier: 1, sms_rate: 0.0227 }],
    ['letter', 0.78, { billable_sheets_of_paper: 2, postage: 'second' }],
  ] as const)('the outcome of a message by %s has the cost that Notify gives', (type, cost_in_pounds, cost_details) => {
    expect(outcomeOf(aNotification({ type }), changedAt)).toMatchObject({ cost_in_pounds, cost_details });
  });

  it('an outcome has no cost until Notify has calculated it', () => {
    const outcome = outcomeOf(aNotification({ type: 'sms', priced: false }), changedAt);
    expect(outcome).not.toHaveProperty('cost_in_pounds');
    expect(outcome).not.toHaveProperty('cost_details');
  });

  it.each(['email', 'sms', 'letter'] as const)(
    'the outcome of a message by %s holds neither the recipient nor the content',
    (type) => {
      const told = JSON.stringify(outcomeOf(aNotification({ type, status: 'technical-failure' }), changedAt));
      for (const secret of ['amala', 'Amala', '07900', 'SW14', 'Hi', 'Dear']) expect(told).not.toContain(secret);
    },
  );
});
