import { Duration, Stack, Token, TokenComparison, Validations } from 'aws-cdk-lib';
import { Rule, type IEventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { routedCallback } from '../contract/callback';
import { environment } from '../contract/environment';
import { eventSource } from '../contract/events';
import type { DeliveriesTable } from './deliveries-table';
import { queueKeyActions, tableKeyActions } from './encryption-key';
import { PipelineFunction, type FunctionSettings } from './pipeline-function';
import type { ReceiptRoute } from './receipt-route';

export interface ReceiptsFunctionProps extends FunctionSettings {
  readonly table: DeliveriesTable;
  readonly eventBus: IEventBus;
  readonly tokenSecret: ISecret;
  /** Whether texts that come in are told of. */
  readonly receivesTexts: boolean;
  /** By the ids of the pipelines to which they lead. */
  readonly routes: Readonly<Record<string, ReceiptRoute>>;
}

/** Takes Notify's callbacks, from Notify by a URL and from other pipelines by the event bus. */
export class ReceiptsFunction extends PipelineFunction {
  /** What Notify calls. */
  readonly url: string;
  readonly tokenSecret: ISecret;
  /** Brings what other pipelines hand on, unless the bus is another account's. */
  readonly routed?: Rule;

  constructor(scope: Construct, id: string, props: ReceiptsFunctionProps) {
    const { table, eventBus, tokenSecret, pipelineId } = props;
    const routes = Object.entries(props.routes);

    super(scope, id, {
      ...props,
      bundle: 'receipts',
      description: 'Takes the callbacks of GOV.UK Notify, which say what became of messages.',
      // As long as Notify waits for an answer.
      timeout: Duration.seconds(5),
      memorySize: 512,
      // Anybody can call the URL. So many take a thousand receipts a second, twenty times what Notify sends, and a flood
      // takes no more from the other functions of the account. What Lambda turns away is a 429: Notify calls again.
      reservedConcurrentExecutions: 10,
      variables: {
        [environment.tableName]: table.tableName,
        [environment.eventBusName]: eventBus.eventBusArn,
        [environment.receivesTexts]: String(props.receivesTexts),
        [environment.receiptTokenSecretArn]: tokenSecret.secretArn,
        [environment.receiptRoutes]: Stack.of(scope).toJsonString(routes.map(([to, route]) => told(to, route))),
      },
    });

    // Notify has a token, and no credentials of AWS to sign with.
    this.url = this.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
    if (isHere(eventBus, this)) {
      this.routed = new Rule(scope, `${id}Routed`, {
        description: 'Receipts that another pipeline has handed on to this one.',
        eventBus,
        eventPattern: { source: [eventSource], detailType: [routedCallback], detail: { pipeline_id: [pipelineId] } },
        targets: [new LambdaFunction(this)],
      });
      Validations.of(this.routed).acknowledge({
        id: 'Serverless-EventBusDLQ',
        reason:
          'EventBridge tries for a day to hand it over, and the poll finds what became of a message all the same.',
      });
    }

    this.tokenSecret = tokenSecret;
    this.allowReading(tokenSecret);
    this.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
    // What people send back is no change of a delivery, and does not go by the table's stream.
    eventBus.grantPutEventsTo(this);
    props.encryptionKey.grant(this, ...tableKeyActions);
    for (const [, { eventBus: bus, queue }] of routes) {
      bus?.grantPutEventsTo(this);
      if (queue) this.allow(['sqs:SendMessage'], queue.queueArn);
      queue?.encryptionMasterKey?.grant(this, ...queueKeyActions);
    }
  }
}

const told = (pipelineId: string, { eventBus, queue }: ReceiptRoute) =>
  queue ? { pipelineId, queueUrl: queue.queueUrl } : { pipelineId, eventBusArn: eventBus?.eventBusArn };

/** Rules can only be made on a bus of the account and region in which the stack is. */
function isHere({ env }: IEventBus, scope: Construct): boolean {
  const { account, region } = Stack.of(scope);
  const same = (a: string, b: string): boolean =>
    [TokenComparison.SAME, TokenComparison.BOTH_UNRESOLVED].includes(Token.compareStrings(a, b));
  return same(env.account, account) && same(env.region, region);
}
