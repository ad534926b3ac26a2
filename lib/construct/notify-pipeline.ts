import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { letterPdfs } from '../contract/letter-pdfs';
import { AnnounceFunction } from './functions/announce-function';
import { DeliveriesTable } from './storage/deliveries-table';
import { allowLogs, createEncryptionKey } from './storage/encryption-key';
import { checkEventBus, PipelineEventBus } from './events/event-bus';
import { HashKey } from './storage/hash-key';
import type { IHeldQueues } from './queues/held-queues';
import type { INotifyPipeline } from './i-notify-pipeline';
import { ImportedPipeline, type NotifyPipelineAttributes } from './imported-pipeline';
import { sendConcurrencyFor, rateOf, excessiveConcurrency } from './functions/send-concurrency';
import { LetterPdfFunction } from './functions/letter-pdf-function';
import { LetterPdfQueues, type ILetterPdfQueues } from './queues/letter-pdf-queues';
import { createNetwork } from './functions/network';
import { NotifyPipelineBase } from './notify-pipeline-base';
import type { NotifyPipelineProps } from './notify-pipeline-props';
import type { IPipelineAlarms } from './alarms/i-pipeline-alarms';
import { PipelineAlarms } from './alarms/pipeline-alarms';
import { simplifyForEmulator } from './app/for-emulator';
import { PipelineBucket } from './storage/pipeline-bucket';
import type { OptionalEvents } from './events/pipeline-events';
import type { FunctionSettings } from './functions/pipeline-function';
import { uniquePipelineId } from './events/pipeline-id';
import { pipelineMetric } from './alarms/pipeline-metric';
import { PipelineParameter } from './storage/pipeline-parameter';
import { PipelineQueues } from './queues/pipeline-queues';
import { addPipelineOutputs, descriptionOf } from './pipeline-outputs';
import { PollFunction } from './functions/poll-function';
import { createCallbackToken } from './storage/callback-token';
import { CallbacksFunction } from './functions/callbacks-function';
import { tooShortForLetters } from './validation/retention';
import { ReleaseFunction } from './functions/release-function';
import { SendFunction } from './functions/send-function';
import { ReceivedTextsFunction } from './functions/received-texts-function';
import { checkKinds } from './validation/check-kinds';
import { propKinds } from './validation/prop-kinds';
import { validateProps } from './validation/validate-props';

/**
 * Sends emails, text messages and letters through GOV.UK Notify from a queue, each of them once, and records what
 * became of every one.
 *
 * Services put messages on `queue`, or on `urgentQueue` those that must not wait behind others. Every change of a
 * delivery is an event on `eventBus`.
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
export class NotifyPipeline extends NotifyPipelineBase {
  /**
   * A pipeline that another stack deploys, or another app or account: to put messages on its queues, or to hear its
   * events. What is left out of the attributes cannot be used. Nothing of the pipeline itself is changed, so for a
   * principal of another account the stack of the pipeline has to grant it too.
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
   */
  static fromAttributes(scope: Construct, id: string, attributes: NotifyPipelineAttributes): INotifyPipeline {
    return new ImportedPipeline(scope, id, attributes);
  }

  /** Where services put their messages. */
  readonly queue: Queue;
  /** Where services put messages that must not wait behind others, such as sign-in codes. */
  readonly urgentQueue: Queue;
  /** Where messages end that Notify failed on too often, or that nobody could finish with. */
  readonly deadLetterQueue: Queue;
  /** Where messages wait for a reason that is not their own, at most 14 days. */
  readonly heldQueues: IHeldQueues;
  /** Where letters wait whose PDFs are to be kept. Only there if `letterPdfs` are on. */
  readonly letterPdfQueues?: ILetterPdfQueues;
  /**
   * Where messages are kept that are too big for SQS, until it is certain what became of them, and the PDFs of letters if
   * they are kept.
   */
  readonly bucket: IBucket;
  /** What happened to every message. */
  readonly table: TableV2;
  /** The bus that gets an event for every change of a delivery: the one given, or its own. */
  readonly eventBus: IEventBus;
  /**
   * Where EventBridge puts events that it may not encrypt with the pipeline's key, or cannot. It is encrypted with a key of
   * SQS, so that it takes them then. Only there if the bus is the pipeline's own.
   */
  readonly eventDeadLetterQueue?: Queue;
  /** The key that encrypts what the pipeline keeps: the one given, or its own. */
  readonly encryptionKey: IKey;
  /** Gives messages from `queue` to Notify. */
  readonly sendFunction: Function;
  /** Gives messages from `urgentQueue` to Notify. */
  readonly sendUrgentFunction: Function;
  /** Asks Notify what happened to them. */
  readonly pollFunction: Function;
  /** Ends holds and puts held messages back on their queue. */
  readonly releaseFunction: Function;
  /** Puts events on the bus. */
  readonly announceFunction: Function;
  /** Takes Notify's callbacks. Only there if `callbacks` are on. */
  readonly callbacksFunction?: Function;
  /** Tells of texts that people sent. Only there if `receivedTexts` are on. */
  readonly receivedTextsFunction?: Function;
  /** What Notify is to call, under API integration, Callbacks. Only there if `callbacks` are on. */
  readonly callbackUrl?: string;
  /** Holds the bearer token that Notify is to be given with it. Only there if `callbacks` are on. */
  readonly callbackTokenSecret?: ISecret;
  /**
   * Where callbacks wait that other pipelines have forwarded to this one. It is encrypted with a key of SQS, which every
   * sender can use, and what is not signed by them is left out. Only there if `routedCallbacks` are given.
   */
  readonly routedCallbackQueue?: Queue;
  /** Keeps the PDFs of letters. Only there if `letterPdfs` are on. */
  readonly letterPdfFunction?: Function;
  /** What tells this pipeline from others that use the same Notify service. */
  readonly pipelineId: string;
  /** @internal */
  protected readonly _optionalEvents: OptionalEvents;
  /** The alarms, each with what to do first in its description. */
  readonly alarms: IPipelineAlarms;
  /** The name of the SSM parameter by which publishers and the command line find it. It holds no secret. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, props: NotifyPipelineProps) {
    super(scope, id);
    checkKinds(this, props, propKinds, 'the props of a NotifyPipeline');
    validateProps(props, Stack.of(this), this);
    const { apiKeySecret, notifyBaseUrl = 'https://api.notifications.service.gov.uk' } = props;
    const { removalPolicy = RemovalPolicy.RETAIN, logRetention = RetentionDays.THREE_MONTHS } = props;
    const { pollInterval = Duration.minutes(1), recordRetention = Duration.days(90) } = props;
    const { maxFailures = 10, teamKey = false, letterPdfRetention = Duration.days(letterPdfs.keptForDays) } = props;

    const rate = rateOf(props);
    const inFlight = sendConcurrencyFor(rate, props);
    const costly = excessiveConcurrency(inFlight, rate);
    if (costly) Annotations.of(this).addWarningV2('cdk-govuk-notify:tooManyInFlight', costly);
    const tooShort = tooShortForLetters(recordRetention);
    if (tooShort) Annotations.of(this).addWarningV2('cdk-govuk-notify:shortRecordRetention', tooShort);

    const pipelineId = props.pipelineId ?? uniquePipelineId(this);
    const encryptionKey = props.encryptionKey ?? createEncryptionKey(this, 'Key', removalPolicy);
    allowLogs(encryptionKey, this);

    const kept = { encryptionKey, removalPolicy };
    const queues = new PipelineQueues(this, 'Queues', { ...kept, pipelineId, sendTimeout: SendFunction.timeout });
    const bucket = new PipelineBucket(this, 'Bucket', { ...kept, letterPdfRetention });
    const letterPdfQueues = props.letterPdfs
      ? new LetterPdfQueues(this, 'LetterPdfQueues', { ...kept, timeout: LetterPdfFunction.timeout })
      : undefined;
    const table = new DeliveriesTable(this, 'Deliveries', kept);
    const hashKeySecret = new HashKey(this, 'HashKey', kept);
    if (props.eventBus) checkEventBus(props.eventBus);
    const ownBus = props.eventBus ? undefined : new PipelineEventBus(this, 'EventBus', kept);
    // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    const eventBus = props.eventBus ?? (ownBus as IEventBus);

    const network = createNetwork(this, 'SecurityGroup', props);
    const settings: FunctionSettings = { ...kept, pipelineId, logRetention, network };
    const asking = { ...settings, table, apiKeySecret, notifyBaseUrl };
    const paced = { ...asking, ...rate, queues };
    const { batchSize, maxConcurrency, urgentMaxConcurrency } = inFlight;
    const sending = { ...paced, bucket, hashKeySecret, recordRetention, maxFailures, teamKey, batchSize };
    const sendFunction = SendFunction.ofQueue(this, 'Send', sending, maxConcurrency);
    const sendUrgentFunction = SendFunction.ofUrgentQueue(this, 'SendUrgent', sending, urgentMaxConcurrency);
    const callbacks = props.callbacks === true || props.callbackTokenSecret !== undefined;
    const pollFunction = new PollFunction(this, 'Poll', { ...asking, pollInterval, callbacks });
    const releaseFunction = new ReleaseFunction(this, 'Release', paced);
    const announcing = { table, eventBus, letterPdfQueue: letterPdfQueues?.queue };
    const announceFunction = new AnnounceFunction(this, 'Announce', { ...settings, ...announcing });
    const letterPdfFunction =
      letterPdfQueues && new LetterPdfFunction(this, 'LetterPdfs', { ...asking, queues: letterPdfQueues, bucket });
    const callbackTokenSecret =
      props.callbackTokenSecret ?? (callbacks ? createCallbackToken(this, 'CallbackToken', kept) : undefined);
    const callbacksFunction =
      callbackTokenSecret &&
      new CallbacksFunction(this, 'Callbacks', {
        ...settings,
        table,
        eventBus,
        tokenSecret: callbackTokenSecret,
        receivesTexts: props.receivedTexts ?? false,
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

    ownBus?.allowOnly(announceFunction, callbacksFunction, receivedTextsFunction);
    this.alarms = new PipelineAlarms(this, 'Alarms', {
      pipelineId,
      apiKeySecret,
      queues,
      eventDeadLetterQueue: ownBus?.deadLetterQueue,
      table,
      sendFunction,
      sendUrgentFunction,
      pollFunction,
      releaseFunction,
      announceFunction,
      callbacksFunction,
      receivedTextsFunction,
      letterPdfQueues,
      letterPdfFunction,
      topic: props.alarmTopic,
    });

    this.queue = queues.queue;
    this.urgentQueue = queues.urgentQueue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.heldQueues = queues.heldQueues;
    // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    this.bucket = bucket as IBucket;
    this.table = table;
    this.eventBus = eventBus;
    if (ownBus) this.eventDeadLetterQueue = ownBus.deadLetterQueue;
    this.encryptionKey = encryptionKey;
    this.sendFunction = sendFunction;
    this.sendUrgentFunction = sendUrgentFunction;
    this.pollFunction = pollFunction;
    this.releaseFunction = releaseFunction;
    this.announceFunction = announceFunction;
    this.pipelineId = pipelineId;
    this._optionalEvents = {
      texts: Boolean(props.receivedTexts),
      callbacks: Boolean(callbacksFunction),
      letterPdfs: Boolean(letterPdfFunction),
    };
    if (letterPdfQueues) this.letterPdfQueues = letterPdfQueues;
    if (letterPdfFunction) this.letterPdfFunction = letterPdfFunction;
    if (receivedTextsFunction) this.receivedTextsFunction = receivedTextsFunction;
    if (callbacksFunction) {
      this.callbacksFunction = callbacksFunction;
      this.callbackUrl = callbacksFunction.url;
      this.callbackTokenSecret = callbackTokenSecret;
      if (callbacksFunction.routed) this.routedCallbackQueue = callbacksFunction.routed.queue;
    }
    simplifyForEmulator(this);
    this.parameterName = new PipelineParameter(this, 'Parameter', descriptionOf(this)).parameterName;
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
   * A metric that the functions emit, by its name in `metrics.names`, summed over five minutes.
   *
   * @throws Error when there is none of that name.
   *
   * @example
   * notify.metric(metrics.names.rejected, { period: Duration.hours(1) });
   */
  metric(metricName: string, options?: MetricOptions): Metric {
    return pipelineMetric(this, this.pipelineId, metricName, options);
  }
}
