import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CallbackRoute } from './queues/callback-route';
import type { RoutedCallbacksOptions } from './queues/routed-callbacks';

/** Properties of a `NotifyPipeline`. */
export interface NotifyPipelineProps {
  /**
   * The secret whose text is the GOV.UK Notify API key, and nothing else.
   *
   * The functions read it again when Notify refuses the key, so a key is rotated by putting the new one into the
   * secret. If the secret is encrypted with a key of your own, import it with `Secret.fromSecretAttributes` and name
   * that key, so that the functions may use it.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#api-keys
   */
  readonly apiKeySecret: ISecret;

  /**
   * What tells this pipeline from every other that uses the same Notify service: 1 to 60 letters, digits, full stops,
   * underscores and hyphens. It is part of every delivery's id and of the reference that Notify is given.
   *
   * Set it to the id that the pipeline has now before you move the construct to another stack or path, or messages
   * that are published again after the move are taken for new ones.
   *
   * @default - an id unique to the stack and the construct's path in it
   */
  readonly pipelineId?: string;

  /**
   * The address of Notify's API. Point it at the stand-in to try a deployed pipeline without sending anything.
   *
   * @default 'https://api.notifications.service.gov.uk'
   */
  readonly notifyBaseUrl?: string;

  /**
   * The bus that gets an event for every change of a delivery, in the pipeline's own region. The bus of another account
   * must allow this one to put events on it. For several pipelines make one and give it to each: a bus that a pipeline has
   * made takes no events of another.
   *
   * @default - a bus of its own, encrypted with the pipeline's key, on which nobody else may put events of its source
   */
  readonly eventBus?: IEventBus;

  /**
   * The key that encrypts queues, bucket, table, hash key, logs and, unless `eventBus` is given, the events on their bus.
   *
   * The policy of a key that is imported has to let this account's IAM policies allow its use, CloudWatch Logs in this
   * region use it for log groups of this account, and EventBridge for its event buses. Events that EventBridge may not
   * encrypt go to `eventDeadLetterQueue`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
   * @default - a key of its own, rotated every year
   */
  readonly encryptionKey?: IKey;

  /**
   * How often Notify is asked what happened to the messages that it took. Whole minutes, at least one.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;

  /**
   * How long the record of a delivery is kept, counted from when its message was first seen. Two messages with the same
   * idempotency key are one message for as long as the record of the first is there.
   *
   * At least 15 days, for a message can be held for 14, and without its record would be sent again. Less than the 60 days
   * for which Notify is asked what happened to a letter is warned of.
   *
   * @default Duration.days(90)
   */
  readonly recordRetention?: Duration;

  /**
   * Whether the PDF of every letter is kept in the pipeline's bucket once Notify has made it. Where it is then stands in an
   * event of its own, `Letter PDF Stored`, and in every later event of the letter. It costs one more write a letter.
   *
   * A PDF holds the name and the address of whoever the letter is for, and all that it says. Nobody but the pipeline may
   * put it there, and nobody may read it until `grantReadLetterPdfs` says so.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-a-pdf-for-a-letter
   * @default false
   */
  readonly letterPdfs?: boolean;

  /**
   * How long the PDFs of letters are kept, counted from when each was put into the bucket. Whole days, at least one. It
   * holds for those that are there too, also once no more are kept.
   *
   * @default Duration.days(90)
   */
  readonly letterPdfRetention?: Duration;

  /**
   * How long the functions' logs are kept.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;

  /**
   * What becomes of queues, bucket, table, hash key, logs and key when they leave the stack. Unless it is `DESTROY`, the
   * table cannot be deleted by hand either, until its deletion protection is taken off. A bucket that is not empty can
   * never be deleted: empty it before the stack goes.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How many requests a minute Notify allows. It counts those of all keys of one type, live, team or test, of one Notify
   * service together. A whole number, at least 1.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#rate-limits
   * @default 3000
   */
  readonly rateLimit?: number;

  /**
   * The part of `rateLimit` that is this pipeline's to use, more than 0 and at most 1. Give less than 1 when other systems,
   * another pipeline among them, send for the same Notify service with a key of the same type: together their shares
   * should be no more than 1. Of `rateLimit` it has to be one request a minute or more, and less than 13 is warned of.
   *
   * @default 1
   */
  readonly rateShare?: number;

  /**
   * How often Notify may fail on one message before it goes to the dead letters, its record closed as `failed`. 1 to 100.
   * What is not the message's own fault does not count: limits, a refused key, an outage.
   *
   * @default 10
   */
  readonly maxFailures?: number;

  /**
   * Whether the API key is meant to be a team key, or the service to be in trial mode, as of a test service: whoever is not
   * of its team is refused then, and such a message is `rejected` at once. Otherwise the refusal is taken for a mistake
   * that somebody will mend: the messages wait for 10 to 15 minutes, and an alarm goes off.
   *
   * @default false
   * @see https://docs.notifications.service.gov.uk/rest-api.html#team-and-guest-list
   */
  readonly teamKey?: boolean;

  /**
   * How many batches from the queue are sent at the same time. 2 to 1,000.
   *
   * A batch is of up to 10 messages, of fewer where less than 313 requests a minute are this pipeline's. What cannot be
   * sent within 20 seconds of being taken is put back, at a cost, so more than can be is warned of.
   *
   * @default - as many as can be sent within 10 seconds together with the urgent ones, from 2 to 10; 10 if `rateLimit`
   * and `rateShare` are left out or known to the deployment alone
   */
  readonly maxConcurrency?: number;

  /**
   * How many batches from the urgent queue are sent at the same time, of the same size as those from the queue. 2 to
   * 1,000.
   *
   * @default - the same as `maxConcurrency` has by default
   */
  readonly urgentMaxConcurrency?: number;

  /**
   * Whether Notify can tell the pipeline itself what happened to messages, by calling `callbackUrl`: within a second of
   * Notify knowing it, and for letters that come back the only way to learn of it. Without it Notify is asked.
   *
   * It makes a URL that anybody can call, which no bearer of another token gets past, and takes ten of the concurrent
   * executions of the account. A text message whose end is told this way has no cost on record, for Notify leaves it out.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
   * @default false
   */
  readonly callbacks?: boolean;

  /**
   * The secret whose text is the bearer token of Notify's callbacks, at least 10 characters, and nothing else. Its value
   * and the one before are both good, so a token is rotated by putting a new one into the secret, and then into Notify.
   *
   * @default - a secret of its own with a token made up by Secrets Manager, if `callbacks` are on
   */
  readonly callbackTokenSecret?: ISecret;

  /**
   * Where the callbacks of other pipelines go that use the same Notify service, by the ids of these pipelines. Notify
   * calls one URL for all of them. They have to be in the pipeline's own region.
   *
   * @default - they are counted, and answered as done
   */
  readonly callbackRoutes?: { readonly [pipelineId: string]: CallbackRoute };

  /**
   * From whom callbacks are taken that another pipeline of the same Notify service has handed on to this one: from whoever
   * signs them with a secret that both have, by `routedCallbackQueue` or by the event bus. What is not so signed, or was not
   * signed shortly before it came, is counted and left out.
   *
   * @default - from nobody: there is no queue and no rule for them
   */
  readonly routedCallbacks?: RoutedCallbacksOptions;

  /**
   * Whether the texts that people send to the service are told of, each as a `Text Received` event: Notify is asked for
   * them, and may call `callbackUrl` with them if `callbacks` are on. At first those are told that Notify has from before.
   *
   * The events hold personal data, the sender's number and what they wrote. Nothing else of the pipeline does.
   *
   * @see https://docs.notifications.service.gov.uk/rest-api.html#get-received-text-messages
   * @default false
   */
  readonly receivedTexts?: boolean;

  /**
   * How often Notify is asked for texts that people sent. Whole minutes, at least one.
   *
   * @default Duration.minutes(1) if `receivedTexts` are on
   */
  readonly receivedTextsPollInterval?: Duration;

  /**
   * The topic that is told when an alarm goes off and when it is over. Its policy has to let CloudWatch publish to it, unless
   * it has none of its own: one that only denies, as by `enforceSSL`, does not. So has the policy of its key, if it is
   * encrypted.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - the alarms are there and tell nobody
   */
  readonly alarmTopic?: ITopic;

  /**
   * The VPC that the functions run in. From there they have to reach GOV.UK Notify on the internet, so it takes a NAT
   * gateway or a proxy that works like one, and the AWS services by the same way or by VPC endpoints.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
   * @default - the functions run in no VPC of yours
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of `vpc` that the functions run in.
   *
   * Public ones are refused, as functions get no internet there, and isolated ones warned of.
   *
   * @default - its private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the functions in `vpc`. They have to let out HTTPS, and need to let in nothing.
   *
   * @default - a group of its own, which lets everything out and nothing in
   */
  readonly securityGroups?: ISecurityGroup[];
}
