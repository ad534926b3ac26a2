import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CallbackRoute, RecipientGuard } from '../../lib';
import { emptyStack, pipelineInStack } from '../construct/stacks';
import { keyCallsFor, type Call } from './calls';
import { Deployment } from './deployment';
import { Policies } from './evaluate';
import { account, arnOf, region } from './physical-names';
import { rehearse } from './rehearse';
import { rehearsals } from './rehearsals';
import { pipelineIds } from './stage';

/** The pipeline with every function that it can have. */
function deploy(): Deployment {
  const stack = emptyStack('Stack', { env: { account, region } });
  const bus = EventBus.fromEventBusArn(stack, 'StagingBus', arnOf('events', 'event-bus/staging'));
  const queue = Queue.fromQueueArn(stack, 'TestQueue', arnOf('sqs', 'test-receipts'));
  const secret = (id: string) => Secret.fromSecretNameV2(stack, id, id);
  const signingSecret = secret('Signing');
  const { template } = pipelineInStack(
    {
      pipelineId: pipelineIds.own,
      notifyBaseUrl: 'https://notify.example',
      maxFailures: 1,
      recipients: RecipientGuard.allowOnly({ domains: ['example.com'] }).otherwiseReject(),
      callbacks: true,
      callbackRoutes: {
        [pipelineIds.byBus]: CallbackRoute.toEventBus(bus, { signingSecret }),
        [pipelineIds.byQueue]: CallbackRoute.toQueue(queue, { signingSecret }),
      },
      routedCallbacks: { signingSecret: secret('FromOthers'), fromEventBus: true },
      receivedTexts: true,
      letterPdfs: true,
      sendTasks: true,
      canary: { templateId: 'e0000000-0000-4000-8000-000000000003', within: Duration.seconds(10) },
    },
    stack,
  );
  return new Deployment(template().toJSON() as ConstructorParameters<typeof Deployment>[0]);
}

export interface FunctionOfPipeline {
  readonly name: string;
  readonly role: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The ARNs of what Lambda takes events from for it. */
  readonly sources: readonly string[];
  /** Whether Lambda lets it be called for what it has itself put where it is called from, or ends that as a loop. */
  readonly mayRecur: boolean;
}

const deployment = deploy();
/** What the policies of the pipeline say. */
export const policies = new Policies(deployment);
/** Every function that the template has. */
export const functions = deployment.all('AWS::Lambda::Function').map(({ id, properties }): FunctionOfPipeline => {
  const variables = (properties['Environment'] as { Variables: Record<string, string> }).Variables;
  return {
    name: variables['POWERTOOLS_SERVICE_NAME'] ?? id,
    role: String(properties['Role']).split('/').at(-1) ?? '',
    variables,
    sources: deployment
      .all('AWS::Lambda::EventSourceMapping')
      .filter(({ properties: mapping }) => mapping['FunctionName'] === id)
      .map(({ properties: mapping }) => String(mapping['EventSourceArn'])),
    mayRecur: properties['RecursiveLoop'] === 'Allow',
  };
});

const [key] = deployment.all('AWS::KMS::Key');
export const keyArn = arnOf('kms', `key/${key?.id}`);
const encrypted = ['AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'];
const encryptedArns = encrypted
  .flatMap((type) => deployment.all(type))
  .filter(({ properties }) => !properties['SqsManagedSseEnabled'])
  .map(({ id }) => deployment.arn(id));

/** Whether a resource, or what it is a part of, is the pipeline's own and encrypted with its key. */
export const isKept = (resource: string): boolean =>
  encryptedArns.some((arn) => resource === arn || resource.startsWith(`${arn}/`));

/** What a function is seen to ask AWS for, and what that asks of the key. Nothing, if it has no rehearsal. */
export async function callsOf({ name, variables }: FunctionOfPipeline): Promise<readonly Call[]> {
  const rehearsal = rehearsals[name];
  if (!rehearsal) return [];
  const calls = await rehearse(rehearsal.bundle ?? name, variables, rehearsal);
  const ofKey = calls.filter(({ resource }) => isKept(resource)).flatMap((call) => keyCallsFor(call, keyArn));
  return [...new Map([...calls, ...ofKey].map((call) => [JSON.stringify(call), call])).values()];
}
