import { queueOwner, queuePolicyId } from '../../lib/contract/queue-owner';

const policy = (Id?: unknown): string => JSON.stringify({ Version: '2012-10-17', Id, Statement: [] });

test('the policy of a queue says which pipeline it is of', () => {
  expect(queueOwner(policy(queuePolicyId('licences/production')))).toBe('licences/production');
});

test.each([
  ['there is none', undefined],
  ['it has no Id', policy()],
  ['somebody else gave it one', policy('arn:aws:sqs:eu-west-2:111111111111:queue/SQSDefaultPolicy')],
  ['its Id is no text', policy(7)],
  ['it is no policy', 'null'],
])('it says nothing if %s', (_, text) => {
  expect(queueOwner(text)).toBeUndefined();
});
