import { readFileSync } from 'node:fs';
import { App, Lazy, NestedStack, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, Match, type EventPattern, type OnEventOptions, type Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget, LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue, type IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  detailTypes,
  EventSelection,
  eventSource,
  NotificationEvent,
  NotifyPipeline,
  type INotifyPipeline,
} from '../../lib';
import { deliveryStates } from '../../lib/contract/delivery';
import { environment } from '../../lib/contract/environment';
import { emptyStack, ids, pipelineInStack, propertiesOf, ref, warningsOf } from './stacks';

type OnXxx = (pipeline: INotifyPipeline, id: string, options?: OnEventOptions) => Rule;

const rules: [string, OnXxx, object][] = [
  [
    'onDelivered',
    (pipeline, ...terms) => pipeline.onDelivered(...terms),
    { 'detail-type': ['Notification Delivered'] },
  ],
  ['onFailed', (pipeline, ...terms) => pipeline.onFailed(...terms), { 'detail-type': ['Notification Failed'] }],
  ['onRejected', (pipeline, ...terms) => pipeline.onRejected(...terms), { 'detail-type': ['Notification Rejected'] }],
  ['onExpired', (pipeline, ...terms) => pipeline.onExpired(...terms), { 'detail-type': ['Notification Expired'] }],
  [
    'onCancelled',
    (pipeline, ...terms) => pipeline.onCancelled(...terms),
    { 'detail-type': ['Notification Cancelled'] },
  ],
  [
    'onLetterPdfStored',
    (pipeline, ...terms) => pipeline.onLetterPdfStored(...terms),
    { 'detail-type': ['Letter PDF Stored'] },
  ],
  ['onTextReceived', (pipeline, ...terms) => pipeline.onTextReceived(...terms), { 'detail-type': ['Text Received'] }],
  [
    'onComplaintReceived',
    (pipeline, ...terms) => pipeline.onComplaintReceived(...terms),
    { 'detail-type': ['Complaint Received'] },
  ],
  ['onEvent', (pipeline, ...terms) => pipeline.onEvent(...terms), {}],
];

const mine = { source: [eventSource], detail: { event_id: [{ exists: true }], pipeline_id: ['mine'] } };
const theRule = (stack: Stack) => propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule')[0];

function imported(): { stack: Stack; pipeline: INotifyPipeline; queue: IQueue } {
  const stack = new Stack(new App(), 'Subscriber');
  const eventBusArn = 'arn:aws:events:eu-west-2:111111111111:event-bus/notify-events';
  const pipeline = NotifyPipeline.fromAttributes(stack, 'Notify', { eventBusArn, pipelineId: 'mine' });
  return { stack, pipeline, queue: new Queue(stack, 'Queue') };
}

describe('NotifyPipeline: event rules', () => {
  test.each(rules)('the rule that %s makes matches no other pipeline on the bus', (_name, onXxx, pattern) => {
    const { stack, pipeline, queue } = imported();
    const rule = onXxx(pipeline, 'Rule', { target: new SqsQueue(queue), description: 'What we subscribe to' });
    expect(rule.node.id).toBe('Rule');
    expect(theRule(stack)).toMatchObject({
      EventBusName: 'notify-events',
      EventPattern: { ...mine, ...pattern },
      Description: 'What we subscribe to',
      Targets: [{ Arn: stack.resolve(queue.queueArn) as object }],
    });
  });

  test('onLetterReturned matches only the failure of a returned letter', () => {
    const { stack, pipeline } = imported();
    pipeline.onLetterReturned('Rule');
    expect(theRule(stack)?.['EventPattern']).toEqual({
      'detail-type': ['Notification Failed'],
      ...mine,
      detail: { ...mine.detail, failure: ['returned'] },
    });
  });

  test('a rule can be narrowed, and its target can be added later', () => {
    const { stack, pipeline, queue } = imported();
    const eventPattern = { detail: { failure: [{ 'anything-but': 'returned' }], metadata: { team: ['licences'] } } };
    pipeline.onFailed('Rule', { eventPattern, ruleName: 'failed' }).addTarget(new SqsQueue(queue));
    expect(theRule(stack)).toMatchObject({
      Name: 'failed',
      EventPattern: { ...mine, detail: { ...mine.detail, ...eventPattern.detail } },
      Targets: [{}],
    });
  });

  test.each<[string, string, OnXxx, EventPattern]>([
    ['another source', 'source', (it, ...terms) => it.onEvent(...terms), { source: ['aws.s3'] }],
    [
      'another pipeline',
      'detail.pipeline_id',
      (it, ...terms) => it.onEvent(...terms),
      { detail: { pipeline_id: ['other'] } },
    ],
    [
      'what is no event',
      'detail.event_id',
      (it, ...terms) => it.onDelivered(...terms),
      { detail: { event_id: Match.doesNotExist() } },
    ],
    [
      'events of another kind',
      'detailType',
      (it, ...terms) => it.onFailed(...terms),
      { detailType: ['Notification Delivered'] },
    ],
    [
      'what did not come back, and another pipeline',
      'detail.failure, detail.pipeline_id',
      (it, ...terms) => it.onLetterReturned(...terms),
      { detail: { failure: ['permanent'], pipeline_id: ['other'], metadata: { team: ['licences'] } } },
    ],
  ])('a rule cannot be widened to %s', (_what, fields, onXxx, eventPattern) => {
    const { pipeline } = imported();
    expect(() => onXxx(pipeline, 'Rule', { eventPattern })).toThrow(
      `the eventPattern of 'Rule' must not name ${fields}, because that would match other events too: leave it out, or make`,
    );
  });

  test('making a rule does not change the eventPattern that is passed in', () => {
    const { pipeline } = imported();
    const eventPattern = { detail: { metadata: { team: ['licences'] } } };
    pipeline.onLetterReturned('Rule', { eventPattern });
    expect(eventPattern).toEqual({ detail: { metadata: { team: ['licences'] } } });
  });
});

describe('NotifyPipeline: rules on an imported bus', () => {
  const bus = (account: string, region: string) => `arn:aws:events:${region}:${account}:event-bus/default`;
  const subscriber = (eventBusArn: string, props?: StackProps) => {
    const stack = new Stack(new App(), 'Subscriber', props);
    return NotifyPipeline.fromAttributes(stack, 'Notify', { pipelineId: 'mine', eventBusArn });
  };
  const env = { account: '111111111111', region: 'eu-west-2' };

  test.each([
    ['account 222222222222 and not 111111111111', bus('222222222222', 'eu-west-2')],
    ['region eu-west-1 and not eu-west-2', bus('111111111111', 'eu-west-1')],
    ['account 222222222222 and not 111111111111, region eu-west-1 and not eu-west-2', bus('222222222222', 'eu-west-1')],
  ])('a rule is refused if it could never match because its bus is of %s', (there, eventBusArn) => {
    const message = `'Rule' would never be called, because the bus is in ${there}, and a rule must be where its bus is: make it in a stack there`;
    for (const [, onXxx] of rules) expect(() => onXxx(subscriber(eventBusArn, { env }), 'Rule')).toThrow(message);
  });

  test('a rule is also refused if the bus was passed to the pipeline as a prop', () => {
    const stack = emptyStack('Stack', { env });
    const eventBus = EventBus.fromEventBusArn(stack, 'Theirs', bus('222222222222', 'eu-west-2'));
    const { pipeline } = pipelineInStack({ eventBus }, stack);
    expect(() => pipeline.onFailed('Failed')).toThrow("'Failed' would never be called");
  });

  test('a rule is allowed beside its bus, and where either place is known only at deployment', () => {
    const later = Lazy.string({ produce: () => bus('222222222222', 'eu-west-1') });
    for (const made of [
      subscriber(bus(env.account, env.region), { env }),
      subscriber(bus('222222222222', 'eu-west-1')),
      subscriber(later, { env }),
    ]) {
      made.onFailed('Failed');
      expect(theRule(Stack.of(made))).toMatchObject({ EventPattern: { detail: mine.detail } });
    }
  });
});

describe('NotifyPipeline: rules in the pipeline’s stack', () => {
  test('a rule is on the pipeline’s own bus and matches the id known only at deployment', () => {
    const { stack, pipeline } = pipelineInStack();
    pipeline.onDelivered('Delivered');
    expect(theRule(stack)).toMatchObject({
      EventBusName: ref(ids.bus),
      EventPattern: { detail: { pipeline_id: [stack.resolve(pipeline.pipelineId)] } },
    });
  });

  test('a rule that could never match is refused, with the prop to set', () => {
    const { pipeline } = pipelineInStack();
    expect(() => pipeline.onTextReceived('A')).toThrow(
      'onTextReceived would never be called, because receivedTexts is off',
    );
    expect(() => pipeline.onLetterReturned('B')).toThrow('because callbacks is off: set callbacks to true');
    expect(() => pipeline.onComplaintReceived('C')).toThrow(
      'onComplaintReceived would never be called, because callbacks',
    );
    expect(() => pipeline.onLetterPdfStored('D')).toThrow('because letterPdfs is off: set letterPdfs to true');
    const { stack, pipeline: open } = pipelineInStack({ receivedTexts: true, callbacks: true, letterPdfs: true });
    open.onTextReceived('A');
    open.onLetterReturned('B');
    open.onComplaintReceived('C');
    open.onLetterPdfStored('D');
    expect(propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule')).toHaveLength(4);
  });

  test('the ids used in the docs’ examples clash with no part of a pipeline that has every option on', () => {
    const source = readFileSync(require.resolve('../../lib/construct/events/i-pipeline-events'), 'utf8');
    const examples = [...source.matchAll(/^ +\* notify\.on\w+\('(\w+)'/gm)].map(([, id = '']) => id);
    expect(examples).toHaveLength(rules.length + 1);
    const { pipeline } = pipelineInStack({ receivedTexts: true, callbacks: true, letterPdfs: true });
    for (const id of examples) expect(() => pipeline.onEvent(id)).not.toThrow();
  });

  test('a rule can be in the subscriber’s stack, which then depends on the pipeline’s stack and not the reverse', () => {
    const { stack, pipeline } = pipelineInStack();
    const subscriber = new Stack(stack.node.root, 'Subscriber');
    const target = new SqsQueue(new Queue(subscriber, 'Queue'));
    pipeline.onDelivered('Delivered', { target, crossStackScope: subscriber });
    expect(propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule')).toEqual([]);
    expect(theRule(subscriber)?.['EventBusName']).toEqual({
      'Fn::ImportValue': expect.stringContaining(ids.bus) as string,
    });
    expect(JSON.stringify(theRule(subscriber)?.['EventPattern'])).toContain('ExportsOutputRefAWSStackId');
    expect(subscriber.dependencies).toEqual([stack]);
  });

  test.each<[string, (service: Stack) => Stack]>([
    ['in another stack', (service) => new Stack(service.node.root, 'Platform')],
    ['of a pipeline in a nested stack', (service) => new NestedStack(service, 'Platform')],
  ])('a rule can call a publisher %s, if the rule is in the publisher’s stack', (_where, platform) => {
    const synthesize = (beside: boolean) => () => {
      const service = new Stack(new App(), 'Licences');
      const { pipeline } = pipelineInStack({}, platform(service));
      const handler = new Function(service, 'Handler', {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => {};'),
      });
      pipeline.addPublisher(handler);
      const target = new LambdaFunction(handler);
      pipeline.onFailed('Failed', beside ? { target, crossStackScope: service } : { target });
      return theRule(service);
    };
    expect(synthesize(false)).toThrow(/cycl/);
    expect(synthesize(true)()).toMatchObject({ EventPattern: { 'detail-type': ['Notification Failed'] } });
  });

  test('a rule can forward events to a bus in another account', () => {
    const { stack, pipeline } = pipelineInStack();
    const arn = 'arn:aws:events:eu-west-2:222222222222:event-bus/outcomes';
    pipeline.onEvent('Outcomes', { target: new BusTarget(EventBus.fromEventBusArn(stack, 'Theirs', arn)) });
    expect(theRule(stack)?.['Targets']).toMatchObject([{ Arn: arn }]);
  });
});

/** The states that the function is set to publish, and those that the stream calls it for. */
function publishedBy(stack: Stack): { readonly published: readonly string[]; readonly filters: readonly unknown[] } {
  const template = Template.fromStack(stack);
  const published = propertiesOf(template, 'AWS::Lambda::Function').flatMap(({ Environment }) => {
    const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, string> };
    return Variables[environment.publishedStates]?.split(',') ?? [];
  });
  const stream = propertiesOf(template, 'AWS::Lambda::EventSourceMapping').find((one) => 'FilterCriteria' in one);
  if (!stream) throw new Error('no event source has a filter');
  const { Filters } = stream['FilterCriteria'] as { Filters: readonly { readonly Pattern: string }[] };
  const filters = Filters.map(({ Pattern }) => (JSON.parse(Pattern) as StreamPattern).dynamodb.NewImage);
  return { published, filters };
}

interface StreamPattern {
  readonly dynamodb: { readonly NewImage: unknown };
}

const withoutSending = ['held', 'sent', 'sent_untracked', 'delivered', 'failed', 'rejected', 'expired', 'cancelled'];
const ends = ['sent_untracked', 'delivered', 'failed', 'rejected', 'expired', 'cancelled'];

describe('NotifyPipeline: which changes are published', () => {
  test.each<[string, EventSelection | undefined, readonly string[]]>([
    ['by default all but Sending', undefined, withoutSending],
    ['without Sending', EventSelection.withoutSending(), withoutSending],
    ['all', EventSelection.all(), ['sending', ...withoutSending]],
    ['only the ends', EventSelection.finalOnly(), ends],
    ['some', EventSelection.of(NotificationEvent.FAILED, NotificationEvent.HELD), ['held', 'failed']],
  ])('%s are published, and the function is not called for others', (_which, events, states) => {
    const { stack } = pipelineInStack(events ? { events } : {});
    expect(publishedBy(stack)).toEqual({ published: states, filters: [{ state: { S: states } }] });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('the function is called for every letter if their PDFs are kept, because they are asked for from there', () => {
    const { stack } = pipelineInStack({ events: EventSelection.finalOnly(), letterPdfs: true });
    expect(publishedBy(stack)).toEqual({
      published: ends,
      filters: [
        { state: { S: ends } },
        { state: { S: [{ exists: true }] }, type: { S: ['letter', 'precompiled_letter'] } },
      ],
    });
  });

  test('a rule switches on what it needs, and synth says so with what to do', () => {
    const { stack, pipeline } = pipelineInStack({ events: EventSelection.of(NotificationEvent.FAILED) });
    pipeline.onFailed('Known');
    pipeline.onDelivered('Delivered');
    pipeline.onEvent('Typed', { eventPattern: { detailType: ['Notification Held', 'Text Received'] } });
    pipeline.onEvent('Detailed', { eventPattern: { detail: { state: ['rejected', { prefix: 'x' }] } } });
    pipeline.onEvent('Whatever there is');
    const published = ['held', 'delivered', 'failed', 'rejected'];
    expect(publishedBy(stack)).toEqual({ published, filters: [{ state: { S: published } }] });
    expect(warningsOf(stack)).toEqual(
      [
        ['Notification Delivered', 'Delivered'],
        ['Notification Held', 'Typed'],
        ['Notification Rejected', 'Detailed'],
      ].map(
        ([event, rule]) =>
          expect.stringContaining(
            `the pipeline's events leave out ${event}, but '${rule}' needs it, so it is published: add it to events`,
          ) as unknown,
      ),
    );
  });

  test('a rule of a pipeline of another stack is refused if that is known not to publish what the rule needs', () => {
    const from = (events?: EventSelection) =>
      NotifyPipeline.fromAttributes(new Stack(new App(), 'Subscriber'), 'Notify', {
        eventBusArn: 'arn:aws:events:eu-west-2:111111111111:event-bus/notify-events',
        pipelineId: 'mine',
        ...(events && { events }),
      });
    const pipeline = from(EventSelection.finalOnly());
    const eventPattern = { detailType: ['Notification Sent'] };
    expect(() => pipeline.onEvent('Sent', { eventPattern })).toThrow(
      "Subscriber/Notify: 'Sent' would never be called, because the pipeline does not publish Notification Sent: add it",
    );
    expect(() => pipeline.onDelivered('Delivered')).not.toThrow();
    expect(() => from().onEvent('Sent', { eventPattern })).not.toThrow();
  });

  test('a selection of no event, or of one that there is not, is refused', () => {
    expect(() => EventSelection.of()).toThrow('EventSelection.of must have one or more of NotificationEvent, got none');
    expect(() => EventSelection.of('Notification Lost' as never)).toThrow("got 'Notification Lost': name");
  });

  test('every state of a delivery has its event in the enumeration', () => {
    expect(Object.values(NotificationEvent)).toEqual(deliveryStates.map((state) => detailTypes[state]));
  });
});
