import { Match } from 'aws-cdk-lib/assertions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { heldQueues } from '../../lib/contract/lane';
import { queuePolicyId } from '../../lib/contract/queue-owner';
import { leaseAfterDeadline } from '../../lib/contract/lease';
import { functionOf, pipeline, resolve, template } from './plain-pipeline';
import { arn, heldQueueIds, ids, ref, resourceOf, resourcesOf } from './stacks';

describe('NotifyPipeline: queues', () => {
  test.each([
    ['queue', ids.queue, 6 * 120],
    ['urgent queue', ids.urgentQueue, 170],
  ] as const)('a message on the %s is out of sight for as long as it should be', (_name, id, seconds) => {
    expect(resourceOf(template, id).Properties).toMatchObject({ VisibilityTimeout: seconds });
  });

  test('the claim of a worker that died is over when an urgent message is seen again, and no time-out of Lambda is longer', () => {
    const { VisibilityTimeout } = resourceOf(template, ids.urgentQueue).Properties;
    const { Timeout } = functionOf('send-urgent').Properties;
    const lease = Number(Timeout) + leaseAfterDeadline / 1000;
    expect(VisibilityTimeout).toBeGreaterThan(lease);
    expect(VisibilityTimeout).toBeLessThanOrEqual(180);
  });

  test.each([ids.queue, ids.urgentQueue])(
    'a message on %s is received so often that SQS alone gives none up for twenty hours',
    (id) => {
      const { VisibilityTimeout, RedrivePolicy } = resourceOf(template, id).Properties;
      const { maxReceiveCount, deadLetterTargetArn } = RedrivePolicy as Record<string, unknown>;
      expect(deadLetterTargetArn).toEqual(arn(ids.deadLetterQueue));
      expect(Number(VisibilityTimeout) * Number(maxReceiveCount)).toBeGreaterThanOrEqual(20 * 3600);
      // SQS takes no more.
      expect(maxReceiveCount).toBeLessThanOrEqual(1000);
    },
  );

  test.each([
    ['queue', ids.queue],
    ['urgent queue', ids.urgentQueue],
  ])('the policy of the %s says which pipeline it is of, to anyone who may send to it', (_name, id) => {
    const policies = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy')).map(({ Properties }) => Properties);
    expect(policies).toContainEqual({
      Queues: [ref(id)],
      PolicyDocument: expect.objectContaining({ Id: resolve(queuePolicyId(pipeline.pipelineId)) }),
    });
  });

  test.each(heldQueueIds)(
    'a held message on %s is taken only by the release function, and never by two runs at once',
    (id) => {
      const held = resourceOf(template, id).Properties;
      expect(held).not.toHaveProperty('RedrivePolicy');
      expect(held['VisibilityTimeout']).toBe(120);
      const consumed = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
        ({ Properties }) => Properties['EventSourceArn'],
      );
      expect(consumed).not.toContainEqual(arn(id));
    },
  );

  test('each limit of Notify’s has its own held queue, and so do delayed and urgent messages', () => {
    const { email, sms, internationalSms, letter, urgent } = pipeline.heldQueues;
    const inOrderOfTheirNames = [email, sms, internationalSms, letter, urgent];
    expect(heldQueues).toEqual(['email', 'sms', 'international_sms', 'letter', 'urgent']);
    expect(inOrderOfTheirNames.map(({ queueUrl }) => resolve(queueUrl))).toEqual(heldQueueIds.map(ref));
    expect(pipeline.heldQueues.all).toEqual(inOrderOfTheirNames);
  });

  const { queue, urgentQueue, deadLetterQueue, heldQueues: held } = pipeline;
  test.each<[string, Queue, string]>([
    ['the queue', queue, ids.queue],
    ['the urgent queue', urgentQueue, ids.urgentQueue],
    ['the dead-letter queue', deadLetterQueue, ids.deadLetterQueue],
    ...held.all.map((each, place): [string, Queue, string] => ['a held queue', each, heldQueueIds[place] ?? '']),
  ])(
    'a message on %s is stored for 14 days, encrypted, on a retained queue that accepts TLS only',
    (_name, { queueUrl }, id) => {
      expect(resolve(queueUrl)).toEqual(ref(id));
      const queue = resourceOf(template, id);
      expect(queue.Properties).toMatchObject({
        MessageRetentionPeriod: 14 * 24 * 3600,
        KmsMasterKeyId: arn(ids.key),
      });
      expect(queue).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [ref(id)],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Action: 'sqs:*',
              Principal: { AWS: '*' },
              Resource: arn(id),
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        },
      });
    },
  );

  test('there are nine of them and none has a name', () => {
    const queues = Object.values(resourcesOf(template, 'AWS::SQS::Queue'));
    expect(queues).toHaveLength(9);
    for (const { Properties } of queues) expect(Properties).not.toHaveProperty('QueueName');
  });
});
