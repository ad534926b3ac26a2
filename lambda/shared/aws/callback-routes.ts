import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  routedCallback,
  routedCallbackSource,
  writeSignedCallback,
  type CallbackDestination,
  type RoutedCallback,
} from '../../../lib/contract/callback';
import type { Clock } from '../../../lib/contract/clock';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import { signatureOf } from '../callbacks/signature';
import type { CallbackForwarder } from '../ports';
import type { Secret } from './secret';

export interface CallbackForwarderDependencies {
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
  /** A secret by its ARN or name. */
  readonly openSecret: (id: string) => Pick<Secret, 'value'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Hands callbacks on by an event on the other pipeline's bus, or by a message on a queue, each with the same JSON, and
 * signed, so that the other pipeline knows from whom they are.
 */
export function createCallbackForwarder(
  { events, sqs, openSecret, clock }: CallbackForwarderDependencies,
  routes: readonly CallbackDestination[],
): CallbackForwarder {
  const byPipeline = new Map(
    routes.map((route) => [route.pipelineId, { ...route, secret: openSecret(route.signingSecret) }]),
  );
  return {
    forward: async (pipelineId, callback) => {
      const route = byPipeline.get(pipelineId);
      if (!route) return false;
      const signed = writeSignedCallback(pipelineId, callback, clock.now());
      const signature = signatureOf(signed, await route.secret.value());
      const detail: RoutedCallback = { version: '1', pipeline_id: pipelineId, signed, signature };
      const body = JSON.stringify(detail);
      await ('queueUrl' in route ? putOnQueue(route.queueUrl, body) : putOnBus(route.eventBusArn, body));
      return true;
    },
  };

  async function putOnQueue(QueueUrl: string, MessageBody: string): Promise<void> {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  async function putOnBus(EventBusName: string, Detail: string): Promise<void> {
    const entry = { EventBusName, Source: routedCallbackSource, DetailType: routedCallback, Detail };
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    const code = Entries.find(({ ErrorCode }) => ErrorCode)?.ErrorCode;
    if (code)
      throw new PipelineError(
        `event bus ${EventBusName} did not accept a callback (${code}); Notify or SQS sends it again`,
      );
  }
}
