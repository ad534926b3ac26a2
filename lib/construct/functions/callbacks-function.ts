import { Duration, Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { toSend, toUseItems } from '../storage/key-use';
import type { CallbackEndpoint } from './callback-endpoint';
import { leastMemory } from './memory-sizes';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { CallbackRoute } from '../queues/callback-route';
import { RoutedCallbacks, type RoutedCallbacksOptions } from '../queues/routed-callbacks';
import { secretId } from '../storage/secret-id';

export interface CallbacksFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly tokenSecret: ISecret;
  readonly endpoint: CallbackEndpoint;
  /** Whether events of received texts are published. */
  readonly receivesTexts: boolean;
  /** Whether the poll brings what a text cost. */
  readonly textCosts: boolean;
  /** By the ids of the pipelines to which they lead. */
  readonly routes: Readonly<Record<string, CallbackRoute>>;
  /** From whom it takes what other pipelines hand on, if it does. */
  readonly routedCallbacks: RoutedCallbacksOptions | undefined;
}

/** Takes Notify's callbacks, from Notify by an endpoint, and from other pipelines by a queue if `routedCallbacks` says from whom. */
export class CallbacksFunction extends PipelineFunction {
  /** What Notify calls, if that is known. */
  readonly url: string | undefined;
  readonly tokenSecret: ISecret;
  /** What other pipelines have handed on, if that is taken. */
  readonly routed: RoutedCallbacks | undefined;

  constructor(scope: Construct, id: string, props: CallbacksFunctionProps) {
    const { table, eventBus, tokenSecret, routedCallbacks } = props;
    const routes = Object.entries(props.routes);

    super(scope, id, {
      ...props,
      bundle: 'callbacks',
      description: 'Receives the callbacks of GOV.UK Notify, which say what happened to messages.',
      // As long as Notify waits for an answer.
      timeout: Duration.seconds(5),
      memorySize: leastMemory.callbacks,
      // Anybody can call the endpoint. So many take a thousand callbacks a second, twenty times what Notify sends, and a flood
      // takes no more from the other functions of the account. What Lambda turns away is a 429: Notify calls again.
      name: 'callbacks',
      concurrentRuns: 10,
      alwaysReserved: true,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.receivesTexts]: String(props.receivesTexts),
        [environment.textCosts]: props.textCosts ? 'on' : 'off',
        [environment.callbackTokenSecretArn]: secretId(tokenSecret),
        ...(routedCallbacks && { [environment.routedCallbackSecretArn]: secretId(routedCallbacks.signingSecret) }),
        [environment.callbackRoutes]: Stack.of(scope).toJsonString(routes.map(([to, route]) => described(to, route))),
      },
    });

    this.url = props.endpoint._open(scope, this, props);
    if (routedCallbacks) {
      const { fromEventBus = false, signingSecret } = routedCallbacks;
      this.routed = new RoutedCallbacks(scope, `${id}Routed`, { ...props, fromEventBus });
      this.takeFrom('FromRoutedQueue', this.routed.queue, { size: 10, maxConcurrency: 2, window: 0 });
      this.allowReading(signingSecret);
    }

    this.tokenSecret = tokenSecret;
    this.allowReading(tokenSecret);
    this.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
    // What people send back is no change of a delivery, and does not go by the table's stream.
    eventBus.grantPutEventsTo(this);
    this.allowKey(props.encryptionKey, toUseItems(table));
    for (const secret of new Set(routes.map(([, { signingSecret }]) => signingSecret))) this.allowReading(secret);
    for (const [, { eventBus: bus, queue }] of routes) {
      bus?.grantPutEventsTo(this);
      if (queue) this.allow(['sqs:SendMessage'], queue.queueArn);
      if (queue?.encryptionMasterKey) this.allowKey(queue.encryptionMasterKey, toSend(queue));
    }
  }
}

const described = (pipelineId: string, { eventBus, queue, signingSecret }: CallbackRoute) => ({
  pipelineId,
  signingSecret: secretId(signingSecret),
  ...(queue ? { queueUrl: queue.queueUrl } : { eventBusArn: eventBus?.eventBusArn }),
});
