import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryEventDetail } from '../../lib/contract/events/details';
import type { PipelineEvent } from '../../lib/contract/events/schema-violations';
import { Ledger } from '../ledger';
import type { Outputs } from './cdk';
import type { CloudAddress } from './cloud-address';
import { EventQueue } from './event-queue';

/** A pipeline that is deployed, as a service sees it that publishes messages and listens to the bus. */
export class DeployedPipeline {
  readonly outputs: Outputs;
  readonly #sqs: SQSClient;
  readonly #events: EventQueue;
  readonly #ledger = new Ledger();
  readonly #closing = new AbortController();
  readonly #listening: Promise<void>;

  private constructor(outputs: Outputs, sqs: SQSClient, events: EventQueue, onEvent: (event: PipelineEvent) => void) {
    this.outputs = outputs;
    this.#sqs = sqs;
    this.#events = events;
    this.#listening = this.#listen(onEvent);
  }

  /** @param outputs of the stack, or of one of its pipelines */
  static async open(
    address: CloudAddress,
    outputs: Outputs,
    onEvent: (event: PipelineEvent) => void = () => undefined,
  ): Promise<DeployedPipeline> {
    const events = await EventQueue.open(address, outputs['EventBusName'] ?? '');
    return new DeployedPipeline(outputs, new SQSClient(address), events, onEvent);
  }

  /**
   * Puts a message on the queue or the urgent queue. Answers SQS's message id.
   * @param options.delay seconds until it can be received
   */
  async publish(body: string, { urgent = false, delay = 0 } = {}): Promise<string> {
    const QueueUrl = this.outputs[urgent ? 'UrgentQueueUrl' : 'QueueUrl'];
    const message = { QueueUrl, MessageBody: body, DelaySeconds: delay };
    const { MessageId = '' } = await this.#sqs.send(new SendMessageCommand(message));
    return MessageId;
  }

  /** What the events have said about a delivery. */
  find(deliveryId: string): DeliveryEventDetail | undefined {
    return this.#ledger.find(deliveryId);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#listening;
    await this.#events.close();
    this.#sqs.destroy();
  }

  async #listen(onEvent: (event: PipelineEvent) => void): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const events = await this.#events.receive(signal).catch((error: unknown) => {
        if (signal.aborted) return [];
        throw error;
      });
      for (const event of events) {
        this.#ledger.enter(event);
        onEvent(event);
      }
    }
  }
}
