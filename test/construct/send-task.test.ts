import { Duration } from 'aws-cdk-lib';
import { DefinitionBody, JsonPath, QueryLanguage, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { EventSelection, NotificationEvent, NotifyPipeline, type SendTaskProps } from '../../lib';
import { readSendTaskRequest } from '../../lib/contract/send-task';
import { arn, emptyStack, pipelineInStack, propertiesOf, resourcesOf, warningsOf } from './stacks';
import { statementsOfRole } from './statements';

const email = { type: 'email', template_id: 'e0', email_address: JsonPath.stringAt('$.email') };
const props: SendTaskProps = {
  message: TaskInput.fromObject(email),
  idempotencyKey: JsonPath.format('{} granted', JsonPath.executionId),
};
const finals = [
  'Notification Delivered',
  'Notification Failed',
  'Notification Rejected',
  'Notification Expired',
  'Notification Cancelled',
  'Notification Sent Untracked',
];

interface TaskState {
  readonly Resource: string;
  readonly TimeoutSeconds: number;
  readonly Parameters: { readonly Payload: Readonly<Record<string, unknown>> };
  readonly Arguments: { readonly Payload: Readonly<Record<string, unknown>> };
  readonly Retry: readonly { readonly ErrorEquals: readonly string[] }[];
}
const stateOf = (more: Partial<SendTaskProps> = {}): TaskState => {
  const { stack, pipeline } = pipelineInStack({ sendTasks: true });
  return stack.resolve(pipeline.sendTask(stack, 'Tell', { ...props, ...more }).toStateJson()) as TaskState;
};

describe('NotifyPipeline: sendTask', () => {
  test('a state asks the function for its message with a token, and waits for 30 days', () => {
    const state = stateOf();
    expect(state).toMatchObject({
      Resource: { 'Fn::Join': ['', expect.arrayContaining([':states:::lambda:invoke.waitForTaskToken'])] as unknown },
      TimeoutSeconds: 2_592_000,
    });
    expect(state.Parameters.Payload).toEqual({
      'task_token.$': '$$.Task.Token',
      message: { type: 'email', template_id: 'e0', 'email_address.$': '$.email' },
      'idempotency_key.$': "States.Format('{} granted', $$.Execution.Id)",
      urgent: false,
      waits_for: 2_592_000,
    });
    expect(state.Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('Lambda.TooManyRequestsException');
  });

  test('what the state asks for is what the function reads', () => {
    const { Payload } = stateOf({ urgent: true, sender: 'licences', timeout: Duration.hours(2) }).Parameters;
    const asked = Object.fromEntries(
      Object.entries(Payload).map(([name, value]) => [name.replace(/\.\$$/, ''), value]),
    );
    expect(readSendTaskRequest(asked)).toEqual(asked);
    expect(asked).toMatchObject({ urgent: true, sender: 'licences', waits_for: 7200 });
  });

  test('a state may name values in JSONata, and take a whole message from its input', () => {
    const { Payload } = stateOf({
      queryLanguage: QueryLanguage.JSONATA,
      message: TaskInput.fromObject({ email_address: '{% $states.input.email %}' }),
      idempotencyKey: '{% $states.context.Execution.Id %}',
    }).Arguments;
    expect(Payload['task_token']).toBe('{% $states.context.Task.Token %}');
    const whole = stateOf({ message: TaskInput.fromJsonPathAt('$.message') }).Parameters.Payload;
    expect(whole['message.$']).toBe('$.message');
  });

  test('the machine may invoke the function, and nothing else of the pipeline', () => {
    const { stack, pipeline, template } = pipelineInStack({ sendTasks: true });
    const machine = new StateMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(pipeline.sendTask(stack, 'Tell', props)),
    });
    const { Ref: role } = stack.resolve(machine.role.roleName) as { Ref: string };
    expect(statementsOfRole(template(), role).map(({ Action }) => Action)).toEqual(['lambda:InvokeFunction']);
  });

  test('the function gets every end of this pipeline’s deliveries, and of nothing else', () => {
    const { template } = pipelineInStack({ sendTasks: true, pipelineId: 'licences' });
    const [rule, ...others] = propertiesOf(template(), 'AWS::Events::Rule');
    expect(others).toEqual([]);
    expect(rule?.['EventPattern']).toMatchObject({
      'detail-type': finals,
      detail: { pipeline_id: ['licences'] },
    });
    expect(rule?.['Targets']).toMatchObject([{ InputPath: '$.detail' }]);
  });

  test('events that are left out are published if tasks need them, which synth says', () => {
    const { stack } = pipelineInStack({ sendTasks: true, events: EventSelection.of(NotificationEvent.DELIVERED) });
    expect(JSON.stringify(warningsOf(stack))).toContain("'TaskOutcomes' needs it, so it is published");
    expect(warningsOf(pipelineInStack({ sendTasks: true, events: EventSelection.finalOnly() }).stack)).toEqual([]);
  });

  test('nothing is there unless it is asked for, and then no state can be made', () => {
    const { stack, pipeline, template } = pipelineInStack();
    expect(() => pipeline.sendTask(stack, 'Tell', props)).toThrow('set sendTasks to true');
    expect(resourcesOf(template(), 'AWS::Events::Rule')).toEqual({});
    expect(JSON.stringify(template().toJSON())).not.toContain('send-task');
  });

  test('a pipeline of another stack sends by the ARN of its function', () => {
    const stack = emptyStack('Licences', { env: { account: '111111111111', region: 'eu-west-2' } });
    const sendTaskFunctionArn = 'arn:aws:lambda:eu-west-2:111111111111:function:notify-send-task';
    const notify = NotifyPipeline.fromAttributes(stack, 'Notify', { pipelineId: 'licences', sendTaskFunctionArn });
    const state = stack.resolve(notify.sendTask(stack, 'Tell', props).toStateJson()) as object;
    expect(state).toMatchObject({ Parameters: { FunctionName: sendTaskFunctionArn } });

    const unknown = NotifyPipeline.fromAttributes(stack, 'Unknown', { pipelineId: 'licences' });
    expect(() => unknown.sendTask(stack, 'Other', props)).toThrow('pass sendTaskFunctionArn');
  });

  test('its function is an output', () => {
    const { pipeline, template } = pipelineInStack({ sendTasks: true });
    pipeline.addOutputs('');
    const synthesized = template();
    const functions = Object.keys(resourcesOf(synthesized, 'AWS::Lambda::Function'));
    const fn = functions.find((id) => id.startsWith('NotifySendTask'));
    expect(synthesized.findOutputs('SendTaskFunctionArn')).toMatchObject({
      SendTaskFunctionArn: { Value: arn(fn ?? '') },
    });
  });

  test.each<[string, Partial<SendTaskProps>, string]>([
    ['a moment', { timeout: Duration.seconds(59) }, 'timeout must be from one minute to one year, got 59'],
    ['two years', { timeout: Duration.days(730) }, 'timeout must be from one minute to one year'],
    ['a sender that is no name', { sender: 'the licences team' }, 'sender must be 1 to 40 letters'],
  ])('%s is refused with what to do', (_, more, fault) => {
    expect(() => stateOf(more)).toThrow(fault);
  });
});
