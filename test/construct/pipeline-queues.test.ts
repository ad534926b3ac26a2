import { Match } from 'aws-cdk-lib/assertions';
import { pipeline, resolve, template } from './plain-pipeline';
import { arn, ids, ref, resourceOf, resourcesOf } from './stacks';

describe('queues', () => {
  test.each([
    ['queue', ids.queue],
    ['urgent queue', ids.urgentQueue],
  ])(
    'a message on the %s goes to the dead letters after ten tries, each of six time-outs of the function',
    (_name, id) => {
      expect(resourceOf(template, id).Properties).toMatchObject({
        VisibilityTimeout: 6 * 120,
        RedrivePolicy: { deadLetterTargetArn: arn(ids.deadLetterQueue), maxReceiveCount: 10 },
      });
    },
  );

  test('a held message is taken by nothing but the release function, and never by two runs of it at once', () => {
    const held = resourceOf(template, ids.heldQueue).Properties;
    expect(held).not.toHaveProperty('RedrivePolicy');
    expect(held['VisibilityTimeout']).toBeGreaterThan(55);
    const consumed = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping')).map(
      ({ Properties }) => Properties['EventSourceArn'],
    );
    expect(consumed).not.toContainEqual(arn(ids.heldQueue));
  });

  test.each(['queue', 'urgentQueue', 'heldQueue', 'deadLetterQueue'] as const)(
    'what is on the %s is kept for 14 days, encrypted, retained, and reached by TLS alone',
    (name) => {
      const id = ids[name];
      expect(resolve(pipeline[name].queueUrl)).toEqual(ref(id));
      const queue = resourceOf(template, id);
      expect(queue.Properties).toMatchObject({
        MessageRetentionPeriod: 14 * 24 * 3600,
        KmsMasterKeyId: arn(ids.key),
      });
      expect(queue).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
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

  test('there are four of them and none has a name', () => {
    const queues = Object.values(resourcesOf(template, 'AWS::SQS::Queue'));
    expect(queues).toHaveLength(4);
    for (const { Properties } of queues) expect(Properties).not.toHaveProperty('QueueName');
  });
});
