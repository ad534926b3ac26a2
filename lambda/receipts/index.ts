import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaFunctionURLEvent, SQSEvent } from 'aws-lambda';
import { systemClock } from '../../lib/clock';
import type { CallbackRoute } from '../../lib/contract/callback';
import { environment, requireEnvironment } from '../../lib/contract/environment';
import { createTellOnce } from '../tell-once';
import { createEventBridge } from '../wiring/event-bridge';
import { lambdaFunction } from '../wiring/function';
import { createMonitor } from '../wiring/monitor';
import { createTable } from '../wiring/table';
import { createIncoming } from './incoming';
import { createReceipts } from './receipts';
import { createRoutes } from './routes';
import { createTeller } from './tell';
import { tokenReader } from './token-secret';
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
