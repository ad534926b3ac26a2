import { Annotations } from 'aws-cdk-lib';
import { Annotations as Noted, Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { emptyStack, pipelineInStack, propertiesOf } from './stacks';

const warningId = 'cdk-govuk-notify:nobodyIsNotified';
const stack = emptyStack('Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
const p1 = new Topic(stack, 'Pager', { masterKey: new Key(stack, 'PagerKey') });
const p2 = new Topic(stack, 'Team');
const p3 = Topic.fromTopicArn(stack, 'Tickets', 'arn:aws:sns:eu-west-2:111111111111:tickets');
const bySeverity = pipelineInStack({ alarmTopics: { p1, p2, p3 } }, stack);
const template = bySeverity.template();
const severityOf = (alarm: Readonly<Record<string, unknown>>): string =>
  /"(P[123])\. /.exec(JSON.stringify(alarm['AlarmDescription']))?.[1] ?? 'none';
const warningsOf = (props: Parameters<typeof pipelineInStack>[0]) =>
  Noted.fromStack(pipelineInStack(props, emptyStack()).stack)
    .findWarning('*', Match.stringLikeRegexp(warningId))
    .map(({ entry }) => entry.data);
const imported = (name: string): ITopic =>
  Topic.fromTopicArn(emptyStack(name), name, `arn:aws:sns:eu-west-2:111111111111:${name}`);

const publishes = (resource: unknown, ...actions: readonly string[]) => ({
  Action: actions.length === 1 ? actions[0] : actions,
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111111111111' },
    ArnLike: {
      'aws:SourceArn': {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-west-2:111111111111:alarm:*']],
      },
    },
  },
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Resource: resource,
});

describe('NotifyPipeline: alarmTopics', () => {
  test('somebody is woken once: the topic for P1 gets ServiceHealth alone, which goes off with any P1', () => {
    const topic = stack.resolve(p1.topicArn) as unknown;
    const [health, ...others] = propertiesOf(template, 'AWS::CloudWatch::CompositeAlarm');
    expect(others).toEqual([]);
    expect(health).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
    const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm');
    const urgent = alarms.filter((alarm) => severityOf(alarm) === 'P1');
    for (const alarm of urgent) expect(alarm).not.toHaveProperty('AlarmActions');
    expect(JSON.stringify(health?.['AlarmRule']).match(/ALARM\(/g)).toHaveLength(urgent.length);
    expect(urgent.length).toBeGreaterThan(5);
  });

  test('each other alarm notifies the topic of its severity', () => {
    const topics = { P2: stack.resolve(p2.topicArn) as unknown, P3: p3.topicArn };
    const alarms = propertiesOf(template, 'AWS::CloudWatch::Alarm').filter((alarm) => severityOf(alarm) !== 'P1');
    for (const alarm of alarms) {
      const told = [topics[severityOf(alarm) as 'P2' | 'P3']];
      expect(alarm).toMatchObject({ AlarmActions: told, OKActions: told });
    }
    expect(new Set(alarms.map(severityOf))).toEqual(new Set(['P2', 'P3']));
  });

  test('CloudWatch may publish to topics of the app and use their keys, for alarms of this account alone', () => {
    const statements = propertiesOf(template, 'AWS::SNS::TopicPolicy').flatMap(
      ({ PolicyDocument }) => (PolicyDocument as { Statement: unknown[] }).Statement,
    );
    expect(statements).toEqual([
      expect.objectContaining(publishes(stack.resolve(p1.topicArn), 'sns:Publish')),
      expect.objectContaining(publishes(stack.resolve(p2.topicArn), 'sns:Publish')),
    ]);
    const keys = propertiesOf(template, 'AWS::KMS::Key').flatMap(
      ({ KeyPolicy }) => (KeyPolicy as { Statement: unknown[] }).Statement,
    );
    expect(keys).toContainEqual(publishes('*', 'kms:Decrypt', 'kms:GenerateDataKey*'));
  });

  test('one topic for all and topics by severity cannot be given together', () => {
    expect(() => pipelineInStack({ alarmTopic: imported('all'), alarmTopics: { p1: imported('one') } })).toThrow(
      'alarmTopic and alarmTopics must not both be set: leave out one of them',
    );
  });
});

describe('NotifyPipeline: alarms that nobody hears', () => {
  test('synth warns of them, and of each severity that has no topic', () => {
    expect(warningsOf({})).toEqual([expect.stringMatching(/severity P1 or P2 or P3 goes off: set alarmTopic, or/)]);
    expect(warningsOf({ alarmTopics: { p1: imported('pager'), p2: imported('team') } })).toEqual([
      expect.stringMatching(/^nobody is notified when an alarm of severity P3 goes off: .* with p3\./),
    ]);
  });

  test('there is no warning when one topic hears all of them', () => {
    expect(warningsOf({ alarmTopic: imported('all') })).toEqual([]);
  });

  test('the warning can be acknowledged', () => {
    const { stack: mine, pipeline } = pipelineInStack();
    Annotations.of(pipeline).acknowledgeWarning(warningId, 'a robot of ours looks at all alarms');
    expect(Noted.fromStack(mine).findWarning('*', Match.anyValue())).toEqual([]);
  });
});
