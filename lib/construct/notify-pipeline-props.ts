import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Tracing } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CallbackEndpoint } from './functions/callback-endpoint';
import type { CanaryOptions } from './functions/canary-function';
import type { EventSelection } from './events/event-selection';
import type { AlarmSettings } from './alarms/alarm-settings';
import type { AlarmTopics } from './alarms/alarm-topics';
import type { ServiceDailyLimits } from './alarms/daily-limits';
import type { PipelineFunctionOptions } from './functions/function-options';
import type { CallbackRoute } from './queues/callback-route';
import type { RecipientGuard } from './recipients/recipient-guard';
import type { TextMessageLimits } from './recipients/text-message-limits';
import type { RoutedCallbacksOptions } from './queues/routed-callbacks';

/**
 * Properties of a `NotifyPipeline`. Only `apiKeySecret` is required.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'ApiKey', 'govuk-notify/api-key'),
 *   alarmTopic: topic,
 *   callbacks: true,
 * });
 */
export interface NotifyPipelineProps {
  /**
   * The secret that holds the GOV.UK Notify API key, and nothing else.
   *
   * The functions read it again when Notify refuses the key, so you rotate a key by putting the new one into the secret. If
   * you encrypt the secret with your own key, import it with `Secret.fromSecretAttributes` and name that key, so that the
   * functions may use it.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#api-keys
   */
  readonly apiKeySecret: ISecret;

  /**
   * The id that distinguishes this pipeline from every other that uses the same Notify service: 1 to 60 letters, digits, full
   * stops, underscores and hyphens. It is part of every delivery's id and of the reference that we give Notify.
   *
   * Before you move the construct to another stack or path, set it to the id that the pipeline has now. Otherwise messages
   * that are published again after the move count as new ones.
   *
   * @default - an id unique to the stack and the construct's path in it
   */
  readonly pipelineId?: string;

  /**
   * The address of Notify's API. Set it to that of the stand-in to try a deployed pipeline without sending anything.
   *
   * @default 'https://api.notifications.service.gov.uk'
   */
  readonly notifyBaseUrl?: string;

  /**
   * The bus that gets the events of deliveries, in the pipeline's own region. The bus of another account must allow this one
   * to put events on it. To share a bus between pipelines, make one and give it to each: a bus that a pipeline makes accepts
   * no events of another.
   *
   * @default - a bus of its own, encrypted with the pipeline's key, on which only the pipeline may put events of its source
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
   */
  readonly eventBus?: IEventBus;

  /**
   * Which changes of a delivery are events on the bus. Each event costs 1 USD a million. If a rule of `onXxx` needs an event
   * that is left out, it switches that event on and synth warns you.
   *
   * @see https://aws.amazon.com/eventbridge/pricing/
   * @default EventSelection.withoutSending()
   */
  readonly events?: EventSelection;

  /**
   * The services whose messages are counted for each, by the names that they publish under: `Sent`, `Delivered`, `Failed`,
   * `Rejected`, `Expired` and `Untracked` are there again with the dimension `Sender`. Name up to 50. Messages of other
   * services, and those without a name, are only in the metrics of the pipeline.
   *
   * CloudWatch charges about 0.30 USD a month for each metric with data, so up to 1.80 USD for a service.
   *
   * @example
   * const notify = new NotifyPipeline(this, 'Notify', { apiKeySecret, senderMetrics: ['licences'] });
   * notify.addPublisher(applicationFunction, { sender: 'licences' });
   * notify.senderMetric('licences', metrics.names.failed).createAlarm(this, 'LicencesFail', {
   *   threshold: 100,
   *   evaluationPeriods: 1,
   * });
   *
   * @default - none
   * @see https://aws.amazon.com/cloudwatch/pricing/
   */
  readonly senderMetrics?: string[];

  /**
   * The key that encrypts the queues, bucket, tables, hash key and logs, and also the events on their bus unless you give
   * `eventBus`.
   *
   * If you import a key, its policy must allow three things: that IAM policies of this account allow its use, that CloudWatch
   * Logs in this region uses it for log groups of this account, and that EventBridge uses it for its event buses. Events that
   * EventBridge may not encrypt go to `eventDeadLetterQueue`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
   * @default - a key of its own, rotated every year
   */
  readonly encryptionKey?: IKey;

  /**
   * How often we ask Notify what happened to the messages that it accepted. Whole minutes, at least one.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;

  /**
   * How long the record of a delivery is stored, from when its message was first seen. Two messages with the same idempotency
   * key are one message for as long as the record of the first exists.
   *
   * At least 15 days, because a message can be held for 14, and would be sent again without its record. Synth warns you of
   * less than 60 days, because that is how long we ask Notify what happened to a letter.
   *
   * @default Duration.days(90)
   */
  readonly recordRetention?: Duration;

  /**
   * Whether to store the PDF of every letter in the pipeline's bucket, once Notify has made it. An event of its own, `Letter
   * PDF Stored`, says where it is, and so does every later event of the letter. It costs one more write a letter.
   *
   * A PDF holds the recipient's name and address, and the text of the letter. Only the pipeline may put it there, and nobody
   * may read it until you call `grantReadLetterPdfs`.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
   * @default false
   */
  readonly letterPdfs?: boolean;

  /**
   * How long the PDFs of letters are stored, from when each was put into the bucket. Whole days, at least one. It applies to
   * those that are there already, also once you switch `letterPdfs` off.
   *
   * @default Duration.days(90)
   */
  readonly letterPdfRetention?: Duration;

  /**
   * The bucket for S3's access log of the pipeline's bucket. The log is under the pipeline's id. It must be in the same account
   * and region, and encrypted with a key of S3, because S3 cannot deliver with another. A bucket of the same app gets the policy
   * that lets S3 deliver. Another bucket must have it already. The log names keys, callers and their addresses, and no content.
   *
   * S3 charges for what it stores there: set a lifecycle rule, because nothing else deletes it.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
   * @default - no log. CloudTrail logs the same, if it records data events
   */
  readonly accessLogsBucket?: IBucket;

  /**
   * How long you can restore what was deleted from the pipeline's bucket. Use it if your rules ask for buckets with versions.
   * Whole days, at least one. S3 charges for what it stores.
   *
   * Without it, a message's content is gone once it is sent, and a letter's PDF once it is deleted. With it, both stay for this
   * much longer, also after `npx cdk-govuk-notify erase`, which says so.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
   * @default - there are no versions: what is deleted is gone
   */
  readonly bucketVersionRetention?: Duration;

  /**
   * Whether states of Step Functions can send messages and wait for their outcomes, with `sendTask`. It makes a function that
   * looks at the end of every message, and its queue: about a dollar for a million messages.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
   * @default false
   */
  readonly sendTasks?: boolean;

  /**
   * How long the functions' logs are stored.
   *
   * @default RetentionDays.THREE_MONTHS
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
   */
  readonly logRetention?: RetentionDays;

  /**
   * What happens to the queues, bucket, tables, hash key, logs and key when they leave the stack. By default they stay,
   * unless the deployment that made them failed: a first deployment that fails leaves nothing behind. A bucket that is not
   * empty cannot be deleted: empty it before you delete the stack.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether the tables are protected: neither a person nor CloudFormation can delete them until you switch it off again.
   * Switch it on after the first deployment has succeeded. If it is on before, a first deployment that fails cannot be rolled
   * back.
   *
   * @default false
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection
   */
  readonly deletionProtection?: boolean;

  /**
   * How many requests a minute Notify allows. It counts the requests of all keys of one type (live, team or test) of one
   * Notify service together. A whole number, at least 1.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#rate-limits
   * @default 3000
   */
  readonly rateLimit?: number;

  /**
   * The part of `rateLimit` that this pipeline may use: more than 0 and at most 1. Give less than 1 if other systems, such as
   * another pipeline, send for the same Notify service with a key of the same type. Together their shares must be at most 1.
   * It must be at least one request a minute, and synth warns you of less than 13.
   *
   * @default 1
   */
  readonly rateShare?: number;

  /**
   * How many times Notify may fail on one message before the message goes to the dead letters and its record is `failed`. 1
   * to 100. Failures that are not the fault of the message do not count: limits, a refused key, an outage.
   *
   * @default 10
   */
  readonly maxFailures?: number;

  /**
   * Whether the API key is a team key, or the service is in trial mode, as for testing. Notify then refuses everybody who is
   * not in the team or on the guest list, and such a message is `rejected` at once. If it is off, we take the refusal for a
   * mistake that somebody will fix: the messages wait for 10 to 15 minutes, and an alarm goes off.
   *
   * @default false
   * @see https://docs.notifications.service.gov.uk/rest-api.html#team-and-guest-list
   */
  readonly teamKey?: boolean;

  /**
   * Who messages may go to. Use it for pipelines that are not for production. Messages to others are rejected or redirected
   * before Notify gets anything of them, and letters are rejected.
   *
   * A change applies within five minutes of its deployment. The list is in the stack's template, and in a secret that is
   * encrypted with the pipeline's key. Synth warns you if a pipeline that looks like production has one.
   *
   * @default - to anybody
   */
  readonly recipients?: RecipientGuard;

  /**
   * Limits on text messages, besides Notify's own: how many may go to one number, to which countries, and what a day may
   * cost. A message over a limit is `rejected`, with the reason. Each text message costs one more write of the table that
   * counts them.
   *
   * @default - Notify's limits alone
   */
  readonly textMessageLimits?: TextMessageLimits;

  /**
   * How many batches from the queue are sent at the same time. 2 to 1,000.
   *
   * A batch has as many messages as Notify accepts in a second, and at most 50. SQS gathers one for up to a second. While a
   * mailing drains, you pay for each of these functions all the time: two cost 0.041 Lambda seconds a message, ten cost 0.21.
   * Messages that cannot be sent within 20 seconds are put back, which costs more, so synth warns you of too many.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   * @default - as many as are needed for what Notify takes in two seconds: 2, and one more for each 25 messages a second above 50.
   * 2 if `rateLimit` or `rateShare` are known to the deployment alone
   */
  readonly maxConcurrency?: number;

  /**
   * How many batches from the urgent queue are sent at the same time, each of up to 10 messages. 2 to 1,000. They cost
   * nothing while nothing is urgent.
   *
   * @default - as many as can be sent within 5 seconds, from 2 to 10; 10 if `rateLimit` and `rateShare` are left out or known to
   * the deployment alone
   */
  readonly urgentMaxConcurrency?: number;

  /**
   * The memory of the function that sends from the queue, in megabytes. A whole number from 512 to 10,240.
   *
   * Lambda gives processor time in proportion. With 512 the first 700 messages of a mailing take about 8 seconds, with 1,024
   * about 5. All others are sent at Notify's pace with either. 1,024 costs 0.28 US dollars more for a million messages. With
   * more memory, more files are sent at once: 16 MiB of them with 512, 60 MB with 1,024.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   * @default 512
   */
  readonly sendMemorySize?: number;

  /**
   * The memory of the function that sends from the urgent queue, in megabytes. A whole number from 512 to 10,240. With more,
   * a burst of urgent messages, such as 900 sign-in codes, is sent faster. It costs nothing while nothing is urgent.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   * @default 1024
   */
  readonly urgentMemorySize?: number;

  /**
   * Whether Notify calls the pipeline with what happened to messages, at `callbackUrl`: within a second of Notify knowing it.
   * It is the only way to learn of letters that come back. If it is off, we ask Notify.
   *
   * It makes an endpoint that anybody can call, which refuses every call without the bearer token, and reserves ten of the
   * account's concurrent executions. The callback of a text message does not include its cost: set `textCosts` to have the
   * poll look it up.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   * @default - true if `callbackEndpoint` is given, or else false
   */
  readonly callbacks?: boolean;

  /**
   * The endpoint that receives Notify's callbacks: the function's own URL, an HTTP API with access logs and your own domain
   * name, one of your own, or none.
   *
   * @default CallbackEndpoint.functionUrl() if `callbacks` are on
   */
  readonly callbackEndpoint?: CallbackEndpoint;

  /**
   * The secret that holds the bearer token of Notify's callbacks, and nothing else: at least 10 characters. Its value and the
   * previous one are both valid, so rotate a token by putting a new one into the secret, and then into Notify.
   *
   * @default - a secret of its own with a token made up by Secrets Manager, if `callbacks` are on
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
   */
  readonly callbackTokenSecret?: ISecret;

  /**
   * Whether to record the cost of a text message whose outcome came by a callback, which does not include it. The poll reads
   * it in the next minute from the pages that it reads anyway. If `callbacks` is off, every cost is recorded.
   *
   * It costs one more write of the record for every such text, and publishes no event. The cost is in the record, in the
   * `cost` command and in the metric `Cost`.
   *
   * @example
   * new NotifyPipeline(this, 'Notify', { apiKeySecret, callbacks: true, textCosts: true });
   *
   * @default false
   */
  readonly textCosts?: boolean;

  /**
   * Where to forward the callbacks of other pipelines that use the same Notify service, by the ids of these pipelines. Notify
   * calls one URL for all of them. They must be in the pipeline's own region.
   *
   * @default - they are counted and answered as done, and not forwarded
   */
  readonly callbackRoutes?: { readonly [pipelineId: string]: CallbackRoute };

  /**
   * Accepts callbacks that another pipeline of the same Notify service forwards to this one. It must sign them with a secret
   * that both have, and send them to `routedCallbackQueue` or by the event bus. A callback whose signature is wrong or old is
   * counted and left out.
   *
   * @default - none: there is no queue and no rule for them
   */
  readonly routedCallbacks?: RoutedCallbacksOptions;

  /**
   * Whether deliveries can be found by their recipient, with `find --recipient` of the command line and `findByRecipient` of
   * `cdk-govuk-notify/records`. It makes an index of the table by the keyed hash of the recipient, which holds only keys.
   *
   * It costs one more write unit a message, which is about a dollar a million, and less than 200 bytes of storage. If you
   * switch it on later, it finds earlier messages too: DynamoDB fills the index from the records.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
   * @default false
   */
  readonly findByRecipient?: boolean;

  /**
   * Whether each text that people send to the service is a `Text Received` event. We ask Notify for them, and Notify may call
   * `callbackUrl` with them if `callbacks` is on. The first run publishes those that Notify already has.
   *
   * The events hold personal data: the sender's number and what they wrote. Nothing else of the pipeline does.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-received-text-messages
   * @default false
   */
  readonly receivedTexts?: boolean;

  /**
   * How often we ask Notify for texts that people sent. Whole minutes, at least one.
   *
   * @default Duration.minutes(1) if `receivedTexts` are on
   */
  readonly receivedTextsPollInterval?: Duration;

  /**
   * The topic to notify when any alarm goes off, and when it is over. A topic of the same app, and its key, get the policy
   * that lets CloudWatch publish. Another topic must have it already. Not together with `alarmTopics`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - the alarms notify nobody, and synth warns you
   */
  readonly alarmTopic?: ITopic;

  /**
   * The topics to notify when an alarm goes off, and when it is over, by how soon somebody must look. What `alarmTopic` says
   * of its topic applies to each. Not together with `alarmTopic`.
   *
   * @example
   * new NotifyPipeline(this, 'Notify', { apiKeySecret, alarmTopics: { p1: pager, p2: team, p3: tickets } });
   *
   * @default - the alarms notify nobody, and synth warns you
   */
  readonly alarmTopics?: AlarmTopics;

  /**
   * Whether to make a CloudWatch dashboard of the pipeline: its alarms, messages, waits, queues, functions, cost and
   * objectives. AWS charges for each dashboard of an account after the third. `addWidgets` puts the same on your own
   * dashboard.
   *
   * @default false
   */
  readonly dashboard?: boolean;

  /**
   * A message that is sent again and again through the urgent queue to Notify's smoke-test address, to see whether messages
   * go. Nobody gets it, and Notify keeps nothing of it. The alarm `CanaryMissing` goes off when Notify has had none in time for
   * three intervals, or 15 minutes, whatever the cause.
   *
   * It is one function, and one message each time. A recipient guard has to allow `simulate-delivered@notifications.service.gov.uk`.
   *
   * @example
   * new NotifyPipeline(this, 'Notify', {
   *   apiKeySecret,
   *   canary: { templateId: 'e0000000-0000-4000-8000-000000000003', every: Duration.minutes(10) },
   * });
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#smoke-testing
   * @default - none: `npx cdk-govuk-notify canary` sends one
   */
  readonly canary?: CanaryOptions;

  /**
   * Whether X-Ray traces the functions, and records and events have the trace of their message, as `traceparent`: one trace
   * id from the publisher to the outcome. `Tracing.PASS_THROUGH` traces what the caller's own trace has chosen.
   * `Tracing.ACTIVE` traces others too, at the rate of the account's sampling rules. X-Ray charges for each trace that it
   * stores.
   *
   * @example
   * new NotifyPipeline(this, 'Notify', { apiKeySecret, tracing: Tracing.PASS_THROUGH });
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
   * @default Tracing.DISABLED
   */
  readonly tracing?: Tracing;

  /**
   * What is different about single alarms, by their names: another threshold, or why one is off.
   *
   * @example
   * new NotifyPipeline(this, 'Notify', {
   *   apiKeySecret,
   *   alarms: { messagesWait: { threshold: 7200 }, keyAge: { off: 'the key is rotated by a job of ours' } },
   * });
   *
   * @default - every alarm as the runbook describes it
   */
  readonly alarms?: { readonly [name: string]: AlarmSettings };

  /**
   * How many messages Notify lets the service send in a day. An alarm goes off at 80 per cent of each.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#daily-limits
   * @default - no alarm before a limit is spent, only when it is
   */
  readonly dailyLimits?: ServiceDailyLimits;

  /**
   * Whether there are alarms on how fast error budgets are spent: of 99.9 per cent of urgent messages that Notify has within 30
   * seconds, and of 99 per cent of outcomes that are known within 2 minutes. Each looks at two windows: an hour and 5 minutes at
   * 14.4 times the pace that the budget of 30 days allows, 6 hours and 30 minutes at 6 times. They are `alarms.burnRates`, and
   * not among `alarms.all`. A message that is held is in them once it goes.
   *
   * They come to about 4 US dollars a month: 8 alarms and 4 that combine them.
   *
   * @see https://sre.google/workbook/alerting-on-slos/
   * @default false
   */
  readonly burnRateAlarms?: boolean;

  /**
   * The VPC that the functions run in. From there they must reach GOV.UK Notify on the internet, so it needs a NAT gateway,
   * or a proxy that works like one. They reach AWS services in the same way or by VPC endpoints.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
   * @default - the functions run in no VPC of yours
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of `vpc` that the functions run in.
   *
   * Public subnets are refused, because functions have no internet access there. Synth warns you of isolated ones.
   *
   * @default - its private subnets
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the functions in `vpc`. They must allow outgoing HTTPS, and need not allow anything in.
   *
   * @default - a group of its own, which lets everything out and nothing in
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * What a platform sets on functions: code signing, a key for the environment, layers, log levels, a permissions boundary, memory,
   * reserved concurrency, a dead-letter queue.
   *
   * Settings that would break the pipeline, such as another time-out, are refused with the reason.
   *
   * @default - none of it
   */
  readonly functionOptions?: PipelineFunctionOptions;
}
