import type { SQSEvent } from 'aws-lambda';
import type { CallbackDestination } from '../../lib/contract/callback';
import { systemClock } from '../../lib/contract/clock';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createCallbackForwarder } from '../shared/aws/callback-routes';
import { connectEventBridge, connectSecretsManager, connectSqs } from '../shared/aws/clients';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { DynamoDeliveryStore } from '../shared/aws/dynamo-delivery-store';
import { createDynamoPublishedEvents } from '../shared/aws/dynamo-published-events';
import { createEventBridge } from '../shared/aws/event-bridge';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { openTable } from '../shared/aws/table';
import { createSecret } from '../shared/aws/secret';
import { createSigningSecretReader, createTokenReader } from '../shared/aws/token-secret';
import { createPublishOnce } from '../shared/incoming/publish-once';
import { createCallbacks } from './callbacks';
import type { HttpEvent } from './http-request';
import { createIncoming } from './incoming';
import { createCallbackRecorder } from './record-callback';
import { createRotatingSecret } from './rotating-secret';
import { createTokens } from './tokens';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const routes = JSON.parse(requireEnvironment(environment.callbackRoutes)) as CallbackDestination[];
const events = connectEventBridge();
const bus = createEventBridge(events, requireEnvironment(environment.eventBusName));
const table = openTable();
const secrets = connectSecretsManager();
const { [environment.routedCallbackSecretArn]: signingSecretArn } = process.env;

const { answer, takeRouted } = createCallbacks({
  tokens: createTokens(
    createRotatingSecret(createTokenReader(secrets, requireEnvironment(environment.callbackTokenSecretArn)), clock),
  ),
  signingSecret: signingSecretArn
    ? createRotatingSecret(createSigningSecretReader(secrets, signingSecretArn), clock)
    : undefined,
  handlers: {
    ...createCallbackRecorder({
      store: new DynamoDeliveryStore(table.client, table.name),
      clock,
      monitor,
      textCosts: requireEnvironment(environment.textCosts) === 'on',
    }),
    ...createIncoming({
      publishOnce: createPublishOnce({ published: createDynamoPublishedEvents(table.client, table.name), bus, clock }),
      receivesTexts: requireEnvironment(environment.receivesTexts) === 'true',
      clock,
      monitor,
      pipelineId,
    }),
  },
  forwarder: createCallbackForwarder(
    { events, sqs: connectSqs(), openSecret: (id) => createSecret(secrets, id, clock), clock },
    routes,
  ),
  monitor,
  pipelineId,
});

/** Takes a call of the endpoint, or callbacks that other pipelines have handed on. */
export const handler = lambdaFunction(
  async (event: HttpEvent | SQSEvent) => ('Records' in event ? takeRouted(event) : answer(event)),
  monitor,
);
