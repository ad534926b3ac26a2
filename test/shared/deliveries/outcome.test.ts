import { fc } from '../../properties';
import { outcomeOf } from '../../../lambda/shared/deliveries/outcome';
import { aNotification } from './notifications';

const changedAt = '2026-03-02T12:05:00.000Z';

describe('what a status of Notify means', () => {
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
  ] as const)('of an %s: %s is an end', (type, status, end) => {
    expect(outcomeOf(aNotification({ type, status }), changedAt)).toMatchObject({
      ...end,
      status,
      changed_at: changedAt,
      completed_at: '2026-03-02T12:00:41.654321Z',
      ...(end.state === 'failed' ? { reason: `Notify says ${status}` } : {}),
    });
  });

  it.each(['created', 'sending', 'pending', 'sent', 'accepted', 'pending-virus-check'])('%s is none yet', (status) => {
    expect(outcomeOf(aNotification({ status }), changedAt)).toBeUndefined();
  });

  it('is no end when nobody has heard of it, even if it has the name of something else', () => {
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

describe('what an end leaves in the record', () => {
  it('is when it was known, where Notify leaves out when it was', () => {
    const virus = aNotification({ type: 'letter', status: 'virus-scan-failed', completed_at: null });
    expect(outcomeOf(virus, changedAt)).toMatchObject({ completed_at: changedAt });
  });

  it.each([
    ['email', 0, {}],
    ['sms', 0.0454, { billable_sms_fragments: 2, international_rate_multiplier: 1, sms_rate: 0.0227 }],
    ['letter', 0.78, { billable_sheets_of_paper: 2, postage: 'second' }],
  ] as const)('is what an %s cost, as Notify gives it', (type, cost_in_pounds, cost_details) => {
    expect(outcomeOf(aNotification({ type }), changedAt)).toMatchObject({ cost_in_pounds, cost_details });
  });

  it('is no cost while Notify has not counted it', () => {
    const outcome = outcomeOf(aNotification({ type: 'sms', priced: false }), changedAt);
    expect(outcome).not.toHaveProperty('cost_in_pounds');
    expect(outcome).not.toHaveProperty('cost_details');
  });

  it.each(['email', 'sms', 'letter'] as const)('is nothing of whom an %s was for, nor of what it said', (type) => {
    const told = JSON.stringify(outcomeOf(aNotification({ type, status: 'technical-failure' }), changedAt));
    for (const secret of ['amala', 'Amala', '07900', 'SW14', 'Hi', 'Dear']) expect(told).not.toContain(secret);
  });
});
