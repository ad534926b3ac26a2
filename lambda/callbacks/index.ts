import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaFunctionURLEvent, SQSEvent } from 'aws-lambda';
import { systemClock } from '../../lib/contract/clock';
import type { CallbackRoute } from '../../lib/contract/callback';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createTellOnce } from '../shared/incoming/publish-once';
import { createEventBridge } from '../shared/aws/event-bridge';
import { lambdaFunction } from '../shared/aws/lambda-function';
import { createMonitor } from '../shared/aws/cloudwatch-monitor';
import { createTable } from '../shared/aws/table';
import { createIncoming } from './incoming';
import { createReceipts } from './callbacks';
import { createRoutes } from '../shared/aws/callback-routes';
import { createTeller } from './record-callback';
import { tokenReader } from '../shared/aws/token-secret';
import { createTokens } from './tokens';

const clock = systemClock;
const pipelineId = requireEnvironment(environment.pipelineId);
const monitor = createMonitor(pipelineId);
const routes = JSON.parse(requireEnvironment(environment.receiptRoutes)) as CallbackRoute[];
const events = new EventBridgeClient();
const bus = createEventBridge(events, requireEnvironment(environment.eventBusName));
const { deliveries, told } = createTable();

const { answer, takeRouted } = createReceipts({
  tokens: createTokens(
    tokenReader(new SecretsManagerClient(), requireEnvironment(environment.receiptTokenSecretArn)),
    clock,
  ),
  handlers: {
    ...createTeller({ store: deliveries, clock, monitor }),
    ...createIncoming({
      tellOnce: createTellOnce({ told, bus, clock }),
      receivesTexts: requireEnvironment(environment.receivesTexts) === 'true',
      clock,
      monitor,
      pipelineId,
    }),
  },
  routes: createRoutes({ events, sqs: new SQSClient() }, routes),
  monitor,
  pipelineId,
});

/** Takes a call of the function's URL, or callbacks that other pipelines have handed on. */
export const handler = lambdaFunction(
  async (event: LambdaFunctionURLEvent | SQSEvent) => ('Records' in event ? takeRouted(event) : answer(event)),
  monitor,
);
