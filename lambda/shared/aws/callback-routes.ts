import { PutEventsCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { routedCallback, type CallbackDestination, type RoutedCallback } from '../../../lib/contract/callback';
import { eventSource } from '../../../lib/contract/events';
import { PipelineError } from '../../../lib/contract/pipeline-error';
import type { CallbackForwarder } from '../ports';

interface Clients {
  readonly events: Pick<EventBridgeClient, 'send'>;
  readonly sqs: Pick<SQSClient, 'send'>;
}

/** Hands callbacks on by an event on the other pipeline's bus, or by a message on a queue, each with the same JSON. */
export function createCallbackForwarder(
  { events, sqs }: Clients,
  routes: readonly CallbackDestination[],
): CallbackForwarder {
  const byPipeline = new Map(routes.map((route) => [route.pipelineId, route]));
  return {
    forward: async (pipelineId, { payload }) => {
      const route = byPipeline.get(pipelineId);
      if (!route) return false;
      const detail: RoutedCallback = { version: '1', pipeline_id: pipelineId, callback: payload };
      const body = JSON.stringify(detail);
      await ('queueUrl' in route ? putOnQueue(route.queueUrl, body) : putOnBus(route.eventBusArn, body));
      return true;
    },
  };

  async function putOnQueue(QueueUrl: string, MessageBody: string): Promise<void> {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  }

  async function putOnBus(EventBusName: string, Detail: string): Promise<void> {
    const entry = { EventBusName, Source: eventSource, DetailType: routedCallback, Detail };
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    const code = Entries.find(({ ErrorCode }) => ErrorCode)?.ErrorCode;
    if (code) throw new PipelineError(`event bus ${EventBusName} did not take a callback: ${code}`);
  }
}
