import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyStructuredResultV2, LambdaFunctionURLEvent, SQSBatchResponse } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { DeliveryStore } from '../../lambda/shared/deliveries/delivery-store';
import type { CallbackRequest } from '../../lib/testing';
import type { Monitor } from '../../lambda/shared/ports';
import type { CallbackHandlers } from '../../lambda/callbacks/dispatch';
import { createCallbacks } from '../../lambda/callbacks/callbacks';
import { createCallbackForwarder } from '../../lambda/shared/aws/callback-routes';
import { createCallbackRecorder } from '../../lambda/callbacks/record-callback';
import { createSecret } from '../../lambda/shared/aws/secret';
import { createSigningSecretReader, createTokenReader } from '../../lambda/shared/aws/token-secret';
import { signatureOf } from '../../lambda/shared/callbacks/signature';
import { createRotatingSecret } from '../../lambda/callbacks/rotating-secret';
import { writeSignedCallback, type Callback, type RoutedCallback } from '../../lib/contract/callback';
import { createTokens } from '../../lambda/callbacks/tokens';
import { urlAnswer, urlEvent } from '../../local/aws/function-url';
import { noon } from '../shared/deliveries/deliveries';
import { ClockInTest } from '../fakes/clock-in-test';
import { anEvent, aRecord } from '../send/records';
import { RecordingMonitor } from '../fakes/recording-monitor';
import { aCall, token } from './callback-bodies';
import type { Door } from './doors';

export const pipelineId = 'staging';
/** What callbacks are signed with that are handed on, to this pipeline and by it. */
export const signingSecret = 'a secret of two pipelines, and of no other';
const signingSecretId = 'the signing secret';

interface Overrides {
  readonly clock?: ClockInTest;
  readonly monitor?: Monitor;
  readonly handlers?: CallbackHandlers;
  /** @default the one that these tests are of */
  readonly pipelineId?: string;
  /** How a call comes in. @default by the function's URL */
  readonly door?: Door;
  /** Whether the poll is to bring what texts cost. @default false */
  readonly textCosts?: boolean;
}

/** The receipts function with everything real but AWS and time. Ways lead from it to two other pipelines. */
export function openReceipts(store: DeliveryStore, overrides: Overrides = {}) {
  const { clock = new ClockInTest(noon), door = (call) => call, textCosts = false } = overrides;
  const monitor = new RecordingMonitor();
  const clients = { secrets: new SecretsManagerClient(), events: new EventBridgeClient(), sqs: new SQSClient() };
  const secrets = mockClient(clients.secrets);
  const events = mockClient(clients.events);
  const sqs = mockClient(clients.sqs);
  secrets.on(GetSecretValueCommand).resolves({ SecretString: token });
  secrets.on(GetSecretValueCommand, { SecretId: signingSecretId }).resolves({ SecretString: signingSecret });
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
  sqs.on(SendMessageCommand).resolves({ MessageId: '1' });

  const receipts = createCallbacks({
    tokens: createTokens(createRotatingSecret(createTokenReader(clients.secrets, 'the secret'), clock)),
    signingSecret: createRotatingSecret(createSigningSecretReader(clients.secrets, signingSecretId), clock),
    handlers: {
      ...createCallbackRecorder({ store, clock, monitor: overrides.monitor ?? monitor, textCosts }),
      ...overrides.handlers,
    },
    forwarder: createCallbackForwarder(
      { ...clients, openSecret: (id) => createSecret(clients.secrets, id, clock), clock },
      [
        { pipelineId: 'test', eventBusArn: 'arn:the-other-bus', signingSecret: signingSecretId },
        { pipelineId: 'preview', queueUrl: 'https://the-queue', signingSecret: signingSecretId },
      ],
    ),
    monitor: overrides.monitor ?? monitor,
    pipelineId: overrides.pipelineId ?? pipelineId,
  });

  /** What the URL answers. */
  async function answer(event: LambdaFunctionURLEvent): Promise<APIGatewayProxyStructuredResultV2> {
    return urlAnswer(await receipts.answer(door(event)));
  }

  return {
    clock,
    monitor,
    secrets,
    answer,
    /** The status that Notify gets for a callback. */
    status: async (...terms: Parameters<typeof aCall>): Promise<number | undefined> =>
      (await answer(aCall(...terms))).statusCode,
    /** Takes the place of the network between the stand-in and the URL. */
    sendCallback: async (request: CallbackRequest): Promise<number> =>
      (await answer(urlEvent(request, clock.now()))).statusCode ?? 0,
    /** Messages with callbacks that other pipelines have handed on, by these bodies. */
    takeRouted: (...bodies: readonly string[]): Promise<SQSBatchResponse> =>
      receipts.takeRouted(anEvent(...bodies.map((body, place) => aRecord(body, { messageId: String(place) })))),
    puts: (): object[] => events.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []),
    queued: (): object[] => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input),
    busFails: (): void =>
      void events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] }),
    queueFails: (): void => void sqs.on(SendMessageCommand).rejects(new Error('no such queue')),
    secretFails: (): void => void secrets.on(GetSecretValueCommand).rejects(new Error('access denied')),
  };
}

export type ReceiptsInTest = ReturnType<typeof openReceipts>;

interface HandedOn {
  /** @default the secret that both pipelines have */
  readonly secret?: string;
  /** @default the one that these tests are of */
  readonly to?: string;
  /** When it was signed. @default when it came on the queue */
  readonly at?: number;
}

/** The body of a message that hands a callback on. What is signed may be anything. */
export function handedOn(
  callback: unknown,
  { secret = signingSecret, to = pipelineId, at = noon }: HandedOn = {},
): string {
  const signed = writeSignedCallback(to, { payload: callback as Callback['payload'] }, at);
  const signature = signatureOf(signed, secret);
  return JSON.stringify({ version: '1', pipeline_id: to, signed, signature } satisfies RoutedCallback);
}
