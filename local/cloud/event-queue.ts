import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { PipelineEvent } from '../../lib/contract/events/schema-violations';
import { eventSource } from '../../lib/contract/events/names';
import type { CloudAddress } from './cloud-address';

const seconds = 2;
const targetId = 'queue';

/** A queue that gets every event of ours that comes on a bus, by a rule as anybody would have it. */
export class EventQueue {
  readonly #sqs: SQSClient;
  readonly #bridge: EventBridgeClient;
  readonly #rule: { readonly Name: string; readonly EventBusName: string };
  readonly #url: string;

  private constructor(sqs: SQSClient, bridge: EventBridgeClient, busName: string, name: string, url: string) {
    this.#sqs = sqs;
    this.#bridge = bridge;
    this.#rule = { Name: name, EventBusName: busName };
    this.#url = url;
  }

  static async open(address: CloudAddress, busName: string): Promise<EventQueue> {
    const [sqs, bridge] = [new SQSClient(address), new EventBridgeClient(address)];
    const name = `${busName}-events`.slice(-64);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    const { Attributes: { QueueArn = '' } = {} } = await sqs.send(asked);
    const queue = new EventQueue(sqs, bridge, busName, name, QueueUrl);
    await bridge.send(new PutRuleCommand({ ...queue.#rule, EventPattern: JSON.stringify({ source: [eventSource] }) }));
    const Targets = [{ Id: targetId, Arn: QueueArn }];
    await bridge.send(new PutTargetsCommand({ EventBusName: busName, Rule: name, Targets }));
    return queue;
  }

  /** Events that have come since it was last asked. Waits for some for a moment. */
  async receive(signal: AbortSignal): Promise<readonly PipelineEvent[]> {
    const ask = { QueueUrl: this.#url, MaxNumberOfMessages: 10, WaitTimeSeconds: seconds };
    const { Messages = [] } = await this.#sqs.send(new ReceiveMessageCommand(ask), { abortSignal: signal });
    if (Messages.length === 0) return [];
    const Entries = Messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    return Messages.map(({ Body = '' }) => readEvent(Body));
  }

  async close(): Promise<void> {
    const { Name, EventBusName } = this.#rule;
    await this.#bridge.send(new RemoveTargetsCommand({ EventBusName, Rule: Name, Ids: [targetId] }));
    await this.#bridge.send(new DeleteRuleCommand(this.#rule));
    await this.#sqs.send(new DeleteQueueCommand({ QueueUrl: this.#url }));
    this.#sqs.destroy();
    this.#bridge.destroy();
  }
}

/** As EventBridge hands it to a rule's target. */
function readEvent(body: string): PipelineEvent {
  const { source, time, detail, 'detail-type': detailType } = JSON.parse(body) as Record<string, unknown>;
  return { source, detailType, time: new Date(String(time)), detail } as PipelineEvent;
}
