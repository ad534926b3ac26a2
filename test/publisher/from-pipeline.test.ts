import { SSMClient, GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { NotifyPublisher } from '../../lib/publisher';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const parameter = (pipelineId: string, more: Readonly<Record<string, unknown>> = {}) => ({
  Value: JSON.stringify({
    version: 1,
    pipelineId,
    queueUrl: `https://sqs.eu-west-2.amazonaws.com/1/${pipelineId}`,
    urgentQueueUrl: `https://sqs.eu-west-2.amazonaws.com/1/${pipelineId}-urgent`,
    bucketName: 'bucket',
    ...more,
  }),
});

/** Puts one text on the queue, and returns which queue that was. */
async function queueOf(pipelineId?: string): Promise<unknown> {
  const calls: { readonly input: { readonly QueueUrl?: string } }[] = [];
  const sqsClient = {
    send: async (command: never) => {
      calls.push(command);
      return {};
    },
  };
  const publisher = await NotifyPublisher.fromPipeline(pipelineId, { sqsClient });
  await publisher.sendSms({ templateId: '50000000-0000-4000-8000-000000000002', phoneNumber: '07700 900123' });
  return calls[0]?.input.QueueUrl;
}

describe('a publisher for a pipeline that is found', () => {
  test('by its id publishes to its queue', async () => {
    ssm.on(GetParametersByPathCommand, { Path: '/cdk-govuk-notify/licences', Recursive: true }).resolves({
      Parameters: [parameter('licences')],
    });
    expect(await queueOf('licences')).toBe('https://sqs.eu-west-2.amazonaws.com/1/licences');
  });

  test('without an id is for the only one there is, whatever page it is on', async () => {
    ssm
      .on(GetParametersByPathCommand, { Path: '/cdk-govuk-notify' })
      .resolves({ NextToken: '2', Parameters: [] })
      .on(GetParametersByPathCommand, { Path: '/cdk-govuk-notify', NextToken: '2' })
      .resolves({ Parameters: [parameter('licences')] });
    expect(await queueOf()).toBe('https://sqs.eu-west-2.amazonaws.com/1/licences');
  });

  test.each<[string, string | undefined, readonly object[], string]>([
    ['there is none', undefined, [], 'there is no pipeline in this account and region'],
    ['there is none of that id', 'staging', [], 'there is no pipeline "staging" in this account and region'],
    [
      'there are several',
      undefined,
      [parameter('licences'), parameter('staging')],
      'there are 2 pipelines in this account and region: name one of licences, staging',
    ],
    [
      'one has been moved and the other is still there',
      'licences',
      [parameter('licences'), parameter('licences')],
      'there are 2 pipelines "licences" in this account and region: delete the one that has moved, or give its queue',
    ],
    ['it is described by a later version', 'a', [parameter('a', { version: 2 })], 'there is no pipeline "a"'],
    [
      'the parameter is something else',
      'a',
      [{ Value: 'not JSON' }, { Value: 'null' }, {}],
      'there is no pipeline "a"',
    ],
  ])('is refused where %s', async (_, pipelineId, Parameters, message) => {
    ssm.on(GetParametersByPathCommand).resolves({ Parameters: [...Parameters] });
    await expect(NotifyPublisher.fromPipeline(pipelineId)).rejects.toThrow(message);
  });

  test('takes a client of its own, and what only the caller knows', async () => {
    const ssmClient = { send: async () => ({ Parameters: [parameter('licences')] }) };
    const publisher = await NotifyPublisher.fromPipeline('licences', { ssmClient, preflight: () => [] });
    expect(publisher).toBeInstanceOf(NotifyPublisher);
  });
});
