import { Annotations, Duration, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Dashboard, type IWidget, type Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Connections, type IConnectable, type ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { PermissionsBoundary, type Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Tracing, type Function, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeliveryState } from '../contract/delivery';
import { letterPdfs } from '../contract/letter-pdfs';
import { AnnounceFunction } from './functions/announce-function';
import { DeliveriesTable } from './storage/deliveries-table';
import type { PipelineTables } from './storage/grant-cancel';
import { ScheduledTable } from './storage/scheduled-table';
import { allowLogs, createEncryptionKey } from './storage/encryption-key';
import { checkEventBus, PipelineEventBus } from './events/event-bus';
import { GuardSecret } from './recipients/guard-secret';
import { hasTextBudget } from './recipients/text-limit-settings';
import { HashKey } from './storage/hash-key';
import type { IHeldQueues } from './queues/held-queues';
import type { INotifyPipeline } from './i-notify-pipeline';
import { ImportedPipeline, type NotifyPipelineAttributes } from './imported-pipeline';
import { sendConcurrencyFor, rateOf, excessiveConcurrency } from './functions/send-concurrency';
import { LetterPdfFunction } from './functions/letter-pdf-function';
import { LetterPdfQueues, type ILetterPdfQueues } from './queues/letter-pdf-queues';
import { createNetwork } from './functions/network';
import { NotifyPipelineBase } from './notify-pipeline-base';
import { functionsOf, triggersOf } from './operate/triggers';
import type { NotifyPipelineProps } from './notify-pipeline-props';
import { grantErase, grantHold, grantOperate, grantRedrive, type OperatedParts } from './operate/operator-grants';
import type { IPipelineAlarms } from './alarms/i-pipeline-alarms';
import { PipelineAlarms } from './alarms/pipeline-alarms';
import { pipelineWidgets } from './dashboard/pipeline-widgets';
import { simplifyForEmulator } from './app/for-emulator';
import { PipelineBucket } from './storage/pipeline-bucket';
import type { OptionalEvents } from './events/pipeline-events';
import { PublishedStates } from './events/published-states';
import type { FunctionSettings } from './functions/pipeline-function';
import { uniquePipelineId } from './events/pipeline-id';
import { pipelineMetric, senderMetric } from './alarms/pipeline-metric';
import { PipelineParameter } from './storage/pipeline-parameter';
import { PipelineQueues } from './queues/pipeline-queues';
import { addPipelineOutputs, descriptionOf } from './pipeline-outputs';
import { PollFunction } from './functions/poll-function';
import { createCallbackToken } from './storage/callback-token';
import { CallbackEndpoint } from './functions/callback-endpoint';
import { CallbacksFunction } from './functions/callbacks-function';
import { guardedProduction } from './validation/recipients';
import { tooShortForLetters } from './validation/retention';
import { createScheduleGroup } from './functions/schedule-group';
import { ReleaseFunction } from './functions/release-function';
import { ReleaseScheduledFunction } from './functions/release-scheduled-function';
import { SendFunction } from './functions/send-function';
import { SendTaskFunction } from './functions/send-task-function';
import { listenForTasks } from './events/task-rule';
import { leastSendMemory } from '../contract/memory';
import { CanaryFunction } from './functions/canary-function';
import { ReceivedTextsFunction } from './functions/received-texts-function';
import { InvalidSettingsError } from './validation/invalid-settings-error';
import { checkKinds } from './validation/check-kinds';
import { propKinds } from './validation/prop-kinds';
import { checkSenderMetric } from './validation/sender-metrics';
import { validateProps } from './validation/validate-props';

/**
 * Sends emails, text messages and letters through GOV.UK Notify from a queue, each of them once, and records what happened
 * to every one.
 *
 * Services put messages on `queue`, or on `urgentQueue` those that must not wait behind others. Changes of a
 * delivery are events on `eventBus`.
 *
 * @throws InvalidSettingsError at synthesis for props that cannot work, with the construct's path, the value they have and
 * what to do
 * @throws Error when the functions' bundles are missing. Props that can work, but not well, are warned of.
 *
 * @example
 * const notify = new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'ApiKey', 'govuk-notify/api-key'),
 * });
 * notify.grantSend(applicationRole);
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html
 */
export class NotifyPipeline extends NotifyPipelineBase implements IConnectable {
  /**
   * A pipeline that another stack, app or account deploys: to put messages on its queues, or to subscribe to its events. You
   * cannot use what you leave out of the attributes. Nothing of the pipeline itself changes, so for a principal of another
   * account the pipeline's own stack must grant it too.
   *
   * @example
   * const notify = NotifyPipeline.fromAttributes(this, 'Notify', {
   *   pipelineId: 'licences-production',
   *   eventBusArn: 'arn:aws:events:eu-west-2:111111111111:event-bus/notify-events',
   *   queueArn: 'arn:aws:sqs:eu-west-2:111111111111:notify-queue',
   *   urgentQueueArn: 'arn:aws:sqs:eu-west-2:111111111111:notify-urgent-queue',
   *   bucketArn: 'arn:aws:s3:::notify-payloads',
   *   encryptionKeyArn: 'arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
   * });
   * notify.grantSend(applicationRole);
   * notify.onFailed('Failed', { target: new LambdaFunction(handler) });
   * @throws InvalidSettingsError when an attribute has a value of the wrong kind, or `encryptionKeyArn` is that of an alias
   * @see https://docs.aws.amazon.com/cdk/v2/guide/resources.html
   */
  static fromAttributes(scope: Construct, id: string, attributes: NotifyPipelineAttributes): INotifyPipeline {
    return new ImportedPipeline(scope, id, attributes);
  }

  readonly #securityGroups: ISecurityGroup[] | undefined;
  /**
   * Where services put their messages.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly queue: Queue;
  /**
   * Where services put messages that must not wait behind others, such as sign-in codes.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly urgentQueue: Queue;
  /**
   * Stores messages that Notify failed on too often, or that no worker could finish.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
   */
  readonly deadLetterQueue: Queue;
  /** Messages that are stopped by something other than themselves wait here, for at most 14 days. */
  readonly heldQueues: IHeldQueues;
  /**
   * Letters wait here until their PDFs are stored. Set only if `letterPdfs` is on.
   *
   * @default - not set
   */
  readonly letterPdfQueues?: ILetterPdfQueues;
  /**
   * Stores messages that are too big for SQS until we know what happened to them, and the PDFs of letters if `letterPdfs` is
   * on.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-managing-large-messages.html
   */
  readonly bucket: IBucket;
  /**
   * The records: what happened to every message.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
   */
  readonly table: TableV2;
  /**
   * Stores messages until their `send_after`, by the minute. It has no backups, because a backup would store content that is
   * deleted.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
   */
  readonly scheduledTable: TableV2;
  /**
   * The bus that gets the events that `events` selects: the one given, or one that the pipeline makes.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
   */
  readonly eventBus: IEventBus;
  /**
   * Stores events that EventBridge may not, or cannot, encrypt with the pipeline's key. It is encrypted with a key of SQS, so
   * that it can take them then. Set only if the pipeline made the bus.
   *
   * @default - not set
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html
   */
  readonly eventDeadLetterQueue?: Queue;
  /**
   * The key that encrypts what the pipeline stores: the one given, or one that the pipeline makes.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
   */
  readonly encryptionKey: IKey;
  /**
   * Gives messages from `queue` to Notify.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
   */
  readonly sendFunction: Function;
  /**
   * Gives messages from `urgentQueue` to Notify.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
   */
  readonly sendUrgentFunction: Function;
  /**
   * Asks Notify, on a schedule, what happened to the messages that it accepted.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
   */
  readonly pollFunction: Function;
  /**
   * Ends holds and puts held messages back on their queue, each minute.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
   */
  readonly releaseFunction: Function;
  /**
   * Puts messages on their queue when their `send_after` has come.
   *
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
   */
  readonly releaseScheduledFunction: Function;
  /**
   * Puts events on the bus, from the table's stream.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
   */
  readonly announceFunction: Function;
  /**
   * Receives Notify's callbacks. Set only if `callbacks` is on.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   */
  readonly callbacksFunction?: Function;
  /**
   * Publishes an event for each text that people send. Set only if `receivedTexts` is on.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-received-text-messages
   */
  readonly receivedTextsFunction?: Function;
  /**
   * The URL for Notify to call: enter it in Notify under API integration, Callbacks. Set only if `callbacks` is on and
   * `callbackEndpoint` is not `CallbackEndpoint.none()`.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   */
  readonly callbackUrl?: string;
  /**
   * Holds the bearer token to enter in Notify with the URL. Set only if `callbacks` is on.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   */
  readonly callbackTokenSecret?: ISecret;
  /**
   * Callbacks that other pipelines forward to this one wait here. It is encrypted with a key of SQS, which every sender can
   * use. A callback that they did not sign is left out. Set only if `routedCallbacks` is given.
   *
   * @default - not set
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html
   */
  readonly routedCallbackQueue?: Queue;
  /**
   * Stores the PDFs of letters. Set only if `letterPdfs` is on.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
   */
  readonly letterPdfFunction?: Function;
  /**
   * Sends messages for states of Step Functions, and ends their tasks. Set only if `sendTasks` is on.
   *
   * @default - not set
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
   */
  readonly sendTaskFunction?: Function;
  /**
   * Sends a message that nobody gets, to see whether messages go. Set only if `canary` is given.
   *
   * @default - not set
   * @see https://docs.notifications.service.gov.uk/rest-api.html#smoke-testing
   */
  readonly canaryFunction?: Function;
  /** The id that distinguishes this pipeline from others that use the same Notify service. */
  readonly pipelineId: string;
  /** @internal */
  protected readonly _sendTaskFunction: IFunction | undefined;
  /** @internal */
  protected readonly _tables: PipelineTables;
  /** @internal */
  protected readonly _optionalEvents: OptionalEvents;
  readonly #publishedStates: PublishedStates;
  readonly #senderMetrics: readonly string[];
  /** The alarms, each with what to do first in its description. */
  readonly alarms: IPipelineAlarms;
  readonly #parts: OperatedParts;
  /**
   * The dashboard to look at first when an alarm goes off. Set only if the prop `dashboard` is on.
   *
   * @default - not set
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
   */
  readonly dashboard?: Dashboard;
  readonly #widgets: readonly (readonly IWidget[])[];
  /** The name of the SSM parameter by which publishers and the command line find it. It holds no secret. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: NotifyPipelineProps) {
    super(scope, id);
    checkKinds(this, props, propKinds, 'the props of a NotifyPipeline');
    validateProps(props, Stack.of(this), this);
    const { apiKeySecret, notifyBaseUrl = 'https://api.notifications.service.gov.uk' } = props;
    const { removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, logRetention = RetentionDays.THREE_MONTHS } =
      props;
    const { pollInterval = Duration.minutes(1), recordRetention = Duration.days(90) } = props;
    const { textMessageLimits, tracing = Tracing.DISABLED } = props;
    const { maxFailures = 10, teamKey = false, letterPdfRetention = Duration.days(letterPdfs.keptForDays) } = props;

    const rate = rateOf(props);
    const inFlight = sendConcurrencyFor(rate, props);
    const costly = excessiveConcurrency(inFlight, rate);
    if (costly) Annotations.of(this).addWarningV2('cdk-govuk-notify:tooManyInFlight', costly);
    const tooShort = tooShortForLetters(recordRetention);
    if (tooShort) Annotations.of(this).addWarningV2('cdk-govuk-notify:shortRecordRetention', tooShort);

    const guarded = guardedProduction(props.recipients, [
      Stage.of(this)?.stageName ?? '',
      Stack.of(this).stackName,
      this.node.path,
      props.pipelineId ?? '',
    ]);
    if (guarded) Annotations.of(this).addWarningV2('cdk-govuk-notify:guardedProduction', guarded);

    const pipelineId = props.pipelineId ?? uniquePipelineId(this);
    const encryptionKey = props.encryptionKey ?? createEncryptionKey(this, 'Key', removalPolicy);
    allowLogs(encryptionKey, this);

    const kept = { encryptionKey, removalPolicy };
    const queues = new PipelineQueues(this, 'Queues', { ...kept, pipelineId, sendTimeout: SendFunction.timeout });
    const { accessLogsBucket, bucketVersionRetention: versionRetention } = props;
    const accessLogs = accessLogsBucket && { bucket: accessLogsBucket, prefix: `${pipelineId}/` };
    const bucket = new PipelineBucket(this, 'Bucket', { ...kept, letterPdfRetention, versionRetention, accessLogs });
    const letterPdfQueues = props.letterPdfs
      ? new LetterPdfQueues(this, 'LetterPdfQueues', { ...kept, timeout: LetterPdfFunction.timeout })
      : undefined;
    const { findByRecipient = false, deletionProtection = false } = props;
    const table = new DeliveriesTable(this, 'Deliveries', { ...kept, findByRecipient, deletionProtection });
    const scheduledTable = new ScheduledTable(this, 'Scheduled', { ...kept, deletionProtection });
    const hashKeySecret = new HashKey(this, 'HashKey', kept);
    const guardSecret =
      props.recipients && new GuardSecret(this, 'RecipientGuard', { encryptionKey, guard: props.recipients });
    if (props.eventBus) checkEventBus(props.eventBus);
    const ownBus = props.eventBus ? undefined : new PipelineEventBus(this, 'EventBus', kept);
    // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    const eventBus = props.eventBus ?? (ownBus as IEventBus);

    const { functionOptions = {} } = props;
    if (functionOptions.permissionsBoundary) PermissionsBoundary.of(this).apply(functionOptions.permissionsBoundary);
    const network = createNetwork(this, 'SecurityGroup', props);
    const scheduleGroup = createScheduleGroup(this, 'Schedules');
    const common = { pipelineId, logRetention, network, tracing, functionOptions, scheduleGroup };
    const settings: FunctionSettings = { ...kept, ...common };
    const asking = { ...settings, table, apiKeySecret, notifyBaseUrl };
    const paced = { ...asking, ...rate, queues };
    const sending = {
      ...paced,
      scheduledTable,
      bucket,
      hashKeySecret,
      recordRetention,
      maxFailures,
      teamKey,
      guardSecret,
      textMessageLimits,
    };
    const { sendMemorySize = leastSendMemory, urgentMemorySize = 1024 } = props;
    const sendFunction = SendFunction.ofQueue(this, 'Send', sending, {
      batches: inFlight.queue,
      memorySize: sendMemorySize,
    });
    const sendUrgentFunction = SendFunction.ofUrgentQueue(this, 'SendUrgent', sending, {
      batches: inFlight.urgentQueue,
      memorySize: urgentMemorySize,
    });
    const callbacks = props.callbacks === true || props.callbackEndpoint !== undefined;
    const pollFunction = new PollFunction(this, 'Poll', { ...asking, pollInterval, callbacks });
    const releaseFunction = new ReleaseFunction(this, 'Release', paced);
    this.#publishedStates = new PublishedStates(props.events);
    this.#senderMetrics = props.senderMetrics ?? [];
    const announcing = {
      table,
      eventBus,
      publishedStates: this.#publishedStates,
      letterPdfQueue: letterPdfQueues?.queue,
      senderMetrics: this.#senderMetrics,
    };
    const releaseScheduledFunction = new ReleaseScheduledFunction(this, 'ReleaseScheduled', {
      ...paced,
      scheduledTable,
    });
    const announceFunction = new AnnounceFunction(this, 'Announce', { ...settings, ...announcing });
    const letterPdfFunction =
      letterPdfQueues && new LetterPdfFunction(this, 'LetterPdfs', { ...asking, queues: letterPdfQueues, bucket });
    const sendTaskFunction = props.sendTasks
      ? new SendTaskFunction(this, 'SendTask', { ...settings, table, queues, hashKeySecret })
      : undefined;
    const callbackTokenSecret =
      props.callbackTokenSecret ?? (callbacks ? createCallbackToken(this, 'CallbackToken', kept) : undefined);
    const callbacksFunction =
      callbackTokenSecret &&
      new CallbacksFunction(this, 'Callbacks', {
        ...settings,
        table,
        eventBus,
        tokenSecret: callbackTokenSecret,
        endpoint: props.callbackEndpoint ?? CallbackEndpoint.functionUrl(),
        receivesTexts: props.receivedTexts ?? false,
        textCosts: props.textCosts ?? false,
        routes: props.callbackRoutes ?? {},
        routedCallbacks: props.routedCallbacks,
      });

    const receivedTextsFunction = props.receivedTexts
      ? new ReceivedTextsFunction(this, 'ReceivedTexts', {
          ...asking,
          eventBus,
          pollInterval: props.receivedTextsPollInterval ?? Duration.minutes(1),
        })
      : undefined;

    const canaryFunction = props.canary
      ? new CanaryFunction(this, 'Canary', { ...settings, queues, table, canary: props.canary })
      : undefined;

    ownBus?.allowOnly(announceFunction, callbacksFunction, receivedTextsFunction);
    const alarms = new PipelineAlarms(this, 'Alarms', {
      pipelineId,
      apiKeySecret,
      rate,
      dailyLimits: props.dailyLimits ?? {},
      textBudget: hasTextBudget(textMessageLimits),
      queues,
      eventDeadLetterQueue: ownBus?.deadLetterQueue,
      table,
      sendFunction,
      sendUrgentFunction,
      pollFunction,
      releaseFunction,
      scheduledTable,
      releaseScheduledFunction,
      announceFunction,
      callbacksFunction,
      receivedTextsFunction,
      letterPdfQueues,
      letterPdfFunction,
      sendTaskFunction,
      canaryFunction,
      burnRateAlarms: props.burnRateAlarms ?? false,
      settings: props.alarms ?? {},
      notified: { topic: props.alarmTopic, topics: props.alarmTopics },
    });

    this.alarms = alarms;
    const { subject, serviceHealth, burnRates, all, off } = alarms;
    const shown = [...(serviceHealth ? [serviceHealth] : []), ...burnRates, ...all];
    this.#widgets = pipelineWidgets({ subject, alarms: shown, off });
    if (props.dashboard) {
      this.dashboard = new Dashboard(this, 'Dashboard');
      this.addWidgets(this.dashboard);
    }

    this.#securityGroups = network?.securityGroups;
    this.queue = queues.queue;
    this.urgentQueue = queues.urgentQueue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.heldQueues = queues.heldQueues;
    // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
    this.table = table;
    this.scheduledTable = scheduledTable;
    this._tables = { table, scheduledTable };
    this.eventBus = eventBus;
    if (ownBus) this.eventDeadLetterQueue = ownBus.deadLetterQueue;
    this.encryptionKey = encryptionKey;
    this.sendFunction = sendFunction;
    this.sendUrgentFunction = sendUrgentFunction;
    this.pollFunction = pollFunction;
    this.releaseFunction = releaseFunction;
    this.releaseScheduledFunction = releaseScheduledFunction;
    this.announceFunction = announceFunction;
    this.pipelineId = pipelineId;
    this._optionalEvents = {
      texts: Boolean(props.receivedTexts),
      callbacks: Boolean(callbacksFunction),
      letterPdfs: Boolean(letterPdfFunction),
    };
    this._sendTaskFunction = sendTaskFunction;
    if (sendTaskFunction) {
      this.sendTaskFunction = sendTaskFunction;
      listenForTasks(this, sendTaskFunction.outcomes);
    }
    if (letterPdfQueues) this.letterPdfQueues = letterPdfQueues;
    if (letterPdfFunction) this.letterPdfFunction = letterPdfFunction;
    if (canaryFunction) this.canaryFunction = canaryFunction;
    if (receivedTextsFunction) this.receivedTextsFunction = receivedTextsFunction;
    if (callbacksFunction) {
      this.callbacksFunction = callbacksFunction;
      if (callbacksFunction.url !== undefined) this.callbackUrl = callbacksFunction.url;
      this.callbackTokenSecret = callbackTokenSecret;
      if (callbacksFunction.routed) this.routedCallbackQueue = callbacksFunction.routed.queue;
    }
    this.#parts = {
      table,
      scheduledTable,
      functions: functionsOf(this),
      hashKeySecret,
      bucket: this.bucket,
      encryptionKey,
      entrances: [queues.queue, queues.urgentQueue],
      heldQueues: queues.heldQueues.all,
      deadLetterQueue: queues.deadLetterQueue,
      bucketVersionRetention: versionRetention,
      triggers: triggersOf(this, scheduleGroup),
      otherQueues: [
        ...(letterPdfQueues ? [letterPdfQueues.queue, letterPdfQueues.deadLetterQueue] : []),
        ...(sendTaskFunction ? [sendTaskFunction.outcomes] : []),
      ],
    };
    simplifyForEmulator(this);
    this.parameterName = new PipelineParameter(this, 'Parameter', descriptionOf(this, this.#parts)).parameterName;
  }

  /** @internal */
  protected _publish(rule: Rule, states: readonly DeliveryState[]): void {
    this.#publishedStates.include(rule, states);
  }

  /**
   * What the functions may connect to, if they run in a VPC. They all share the security groups.
   *
   * @throws InvalidSettingsError when they run in no VPC
   *
   * @example
   * endpoint.connections.allowDefaultPortFrom(notify);
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
   */
  get connections(): Connections {
    if (this.#securityGroups) return new Connections({ securityGroups: this.#securityGroups });
    throw new InvalidSettingsError(
      'there are no connections, because the functions do not run in a VPC: set vpc',
      this,
    );
  }

  /**
   * Makes the stack put out where everything of the pipeline is: the addresses of the queues, the names of table, bucket and
   * event bus, what `NotifyPipeline.fromAttributes` takes, and what Notify is to call.
   *
   * @param prefix what the name of each output begins with. By default it is the construct's id
   *
   * @example
   * notify.addOutputs(); // NotifyQueueUrl, NotifyTableName …
   */
  addOutputs(prefix = this.node.id): void {
    addPipelineOutputs(Stack.of(this), this, prefix);
  }

  /**
   * Lets someone see how the pipeline is and what happened to messages: `status`, `find` and `cost` of the command line, and
   * `cdk-govuk-notify/records`. They see no recipient and no content, and can change nothing. Who is given an address by
   * somebody finds what was sent to it, if `findByRecipient` is on.
   *
   * It grants nothing to a principal of another account.
   *
   * @example
   * notify.grantOperate(onCallRole);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
   */
  grantOperate(grantee: IGrantable): Grant {
    return this.grantDiscover(grantee).combine(grantOperate(grantee, this.#parts));
  }

  /**
   * Lets someone stop messages and let them go again: `hold` and `resume` of the command line.
   *
   * @example
   * notify.grantHold(onCallRole);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  grantHold(grantee: IGrantable): Grant {
    return this.grantDiscover(grantee).combine(grantHold(grantee, this.#parts));
  }

  /**
   * Lets someone put dead letters back on the queue that each came from: `redrive` of the command line. Dead letters hold
   * personal data: whole messages, with their recipients.
   *
   * @example
   * notify.grantRedrive(onCallRole);
   * @see
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
   */
  grantRedrive(grantee: IGrantable): Grant {
    return this.grantDiscover(grantee).combine(grantRedrive(grantee, this.#parts));
  }

  /**
   * Lets someone delete all that the pipeline has of one person: `erase` of the command line. It takes the right to read
   * every message that waits, and to delete messages and records: give it to few.
   *
   * @example
   * notify.grantErase(dataProtectionRole);
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
   */
  grantErase(grantee: IGrantable): Grant {
    return this.grantDiscover(grantee).combine(grantErase(grantee, this.#parts));
  }

  /**
   * Puts all that the pipeline's dashboard shows on one of your own, in rows, each as wide as the dashboard.
   *
   * @example
   * notify.addWidgets(new Dashboard(this, 'Operations'));
   */
  addWidgets(dashboard: Dashboard): void {
    for (const row of this.#widgets) dashboard.addWidgets(...row);
  }

  /**
   * A metric that the functions emit, by its name in `metrics.names`, summed over five minutes.
   *
   * @throws Error when there is none of that name.
   *
   * @example
   * notify.metric(metrics.names.rejected, { period: Duration.hours(1) });
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/working_with_metrics.html
   */
  metric(metricName: string, options?: MetricOptions): Metric {
    return pipelineMetric(this, this.pipelineId, metricName, options);
  }

  /**
   * A metric of the messages of one service, by the name that it has in `senderMetrics`: `Sent`, `Delivered`, `Failed`,
   * `Rejected`, `Expired` or `Untracked`, summed over five minutes. A message is counted within seconds of the change, and
   * twice if the function that counts has to repeat its work.
   *
   * @throws InvalidSettingsError when the service is not in `senderMetrics`.
   * @throws Error when a service has no metric of that name.
   *
   * @example
   * notify.senderMetric('licences', metrics.names.failed, { period: Duration.hours(1) });
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension
   */
  senderMetric(sender: string, metricName: string, options?: MetricOptions): Metric {
    checkSenderMetric(sender, this.#senderMetrics, this);
    return senderMetric(this, { pipelineId: this.pipelineId, sender }, metricName, options);
  }
}
