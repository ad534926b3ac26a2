import { Duration, Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { environment } from '../../contract/environment';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { queueKeyActions, tableKeyActions } from '../storage/encryption-key';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { CallbackRoute } from '../queues/callback-route';
import { RoutedCallbacks, type RoutedCallbacksOptions } from '../queues/routed-callbacks';
import { secretId } from '../storage/secret-id';

export interface CallbacksFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly tokenSecret: ISecret;
  /** Whether texts that come in are told of. */
  readonly receivesTexts: boolean;
  /** By the ids of the pipelines to which they lead. */
  readonly routes: Readonly<Record<string, CallbackRoute>>;
  /** From whom it takes what other pipelines hand on, if it does. */
  readonly routedCallbacks: RoutedCallbacksOptions | undefined;
}

/** Takes Notify's callbacks, from Notify by a URL, and from other pipelines by a queue if it is told from whom. */
export class CallbacksFunction extends PipelineFunction {
  /** What Notify calls. */
  readonly url: string;
  readonly tokenSecret: ISecret;
  /** What other pipelines have handed on, if that is taken. */
  readonly routed: RoutedCallbacks | undefined;

  constructor(scope: Construct, id: string, props: CallbacksFunctionProps) {
    const { table, eventBus, tokenSecret, routedCallbacks } = props;
    const routes = Object.entries(props.routes);

    super(scope, id, {
      ...props,
      bundle: 'callbacks',
      description: 'Takes the callbacks of GOV.UK Notify, which say what became of messages.',
      // As long as Notify waits for an answer.
      timeout: Duration.seconds(5),
      memorySize: 512,
      // Anybody can call the URL. So many take a thousand callbacks a second, twenty times what Notify sends, and a flood
      // takes no more from the other functions of the account. What Lambda turns away is a 429: Notify calls again.
      reservedConcurrentExecutions: 10,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.receivesTexts]: String(props.receivesTexts),
        [environment.callbackTokenSecretArn]: secretId(tokenSecret),
        ...(routedCallbacks && { [environment.routedCallbackSecretArn]: secretId(routedCallbacks.signingSecret) }),
        [environment.callbackRoutes]: Stack.of(scope).toJsonString(routes.map(([to, route]) => told(to, route))),
      },
    });

    // Notify has a token, and no credentials of AWS to sign with.
    this.url = this.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    if (routedCallbacks) {
      const { fromEventBus = false, signingSecret } = routedCallbacks;
      this.routed = new RoutedCallbacks(scope, `${id}Routed`, { ...props, fromEventBus });
      this.takeFrom('FromRoutedQueue', this.routed.queue, 10, 2);
      this.allowReading(signingSecret);
    }

    this.tokenSecret = tokenSecret;
    this.allowReading(tokenSecret);
    this.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
    // What people send back is no change of a delivery, and does not go by the table's stream.
    eventBus.grantPutEventsTo(this);
    this.allowKey(props.encryptionKey, tableKeyActions);
    for (const secret of new Set(routes.map(([, { signingSecret }]) => signingSecret))) this.allowReading(secret);
    for (const [, { eventBus: bus, queue }] of routes) {
      bus?.grantPutEventsTo(this);
      if (queue) this.allow(['sqs:SendMessage'], queue.queueArn);
      if (queue?.encryptionMasterKey) this.allowKey(queue.encryptionMasterKey, queueKeyActions);
    }
  }
}

const told = (pipelineId: string, { eventBus, queue, signingSecret }: CallbackRoute) => ({
  pipelineId,
  signingSecret: secretId(signingSecret),
  ...(queue ? { queueUrl: queue.queueUrl } : { eventBusArn: eventBus?.eventBusArn }),
});
