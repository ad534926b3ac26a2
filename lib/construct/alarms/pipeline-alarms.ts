import { Duration } from 'aws-cdk-lib';
import { Alarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { messageAttributes } from '../../contract/attributes';
import { metrics } from '../../contract/metrics';
import { stateItems } from '../../contract/state-items';
import type { DeliveriesTable } from '../storage/deliveries-table';
import { describedAlarm } from './described-alarm';
import type { IPipelineAlarms } from './i-pipeline-alarms';
import { pipelineMetric } from './pipeline-metric';
import type { LetterPdfQueues } from '../queues/letter-pdf-queues';
import type { PipelineQueues } from '../queues/pipeline-queues';
import type { PollFunction } from '../functions/poll-function';
import type { CallbacksFunction } from '../functions/callbacks-function';
import type { ReceivedTextsFunction } from '../functions/received-texts-function';

export interface PipelineAlarmsProps {
  readonly pipelineId: string;
  readonly apiKeySecret: ISecret;
  readonly queues: PipelineQueues;
  /** If the bus is the pipeline's own. */
  readonly eventDeadLetterQueue: Queue | undefined;
  readonly table: DeliveriesTable;
  readonly sendFunction: Function;
  readonly sendUrgentFunction: Function;
  readonly pollFunction: PollFunction;
  readonly releaseFunction: Function;
  readonly announceFunction: Function;
  /** If callbacks are on. */
  readonly callbacksFunction: CallbacksFunction | undefined;
  /** If received texts are on. */
  readonly receivedTextsFunction: ReceivedTextsFunction | undefined;
  /** If PDFs of letters are kept. */
  readonly letterPdfQueues: LetterPdfQueues | undefined;
  /** If PDFs of letters are kept. */
  readonly letterPdfFunction: Function | undefined;
  /** Who is told, if anybody. */
  readonly topic: ITopic | undefined;
}

/** What makes the alarms of a pipeline. */
export class PipelineAlarms extends Construct implements IPipelineAlarms {
  readonly deadLetters: Alarm;
  readonly keyRefused: Alarm;
  readonly notifyDown: Alarm;
  readonly notAllowed: Alarm;
  readonly notHeld: Alarm;
  readonly duplicateSuspected: Alarm;
  readonly faults: Alarm;
  readonly urgentMessagesWait: Alarm;
  readonly heldMessagesExpire: Alarm;
  readonly eventsLate: Alarm;
  readonly eventDeadLetters?: Alarm;
  readonly sendErrors: Alarm;
  readonly sendUrgentErrors: Alarm;
  readonly pollErrors: Alarm;
  readonly releaseErrors: Alarm;
  readonly announceErrors: Alarm;
  readonly badToken?: Alarm;
  readonly badSignature?: Alarm;
  readonly callbacksErrors?: Alarm;
  readonly receivedTextsErrors?: Alarm;
  readonly letterPdfDeadLetters?: Alarm;
  readonly letterPdfsWait?: Alarm;
  readonly letterPdfErrors?: Alarm;

  constructor(scope: Construct, id: string, props: PipelineAlarmsProps) {
    super(scope, id);
    const { queues, table, pipelineId, apiKeySecret } = props;
    const { sendFunction, sendUrgentFunction, pollFunction, releaseFunction, announceFunction } = props;
    const { callbacksFunction, receivedTextsFunction, letterPdfFunction } = props;
    const counted = (name: string, period: Duration): IMetric => pipelineMetric(this, pipelineId, name, { period });

    const senders = namesOf(sendFunction, sendUrgentFunction);
    this.deadLetters = describedAlarm(this, 'DeadLetters', {
      metric: queues.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      wrong: `Messages of pipeline ${pipelineId} are among its dead letters. Whether they were sent is in their delivery records, or not known.`,
      first: `look at the attribute ${messageAttributes.reason} of those that have it, and read the logs of ${senders} from when they came. Move them back to their queue when what broke is mended; what was already sent is not sent again.`,
    });
    this.keyRefused = describedAlarm(this, 'KeyRefused', {
      metric: counted(metrics.names.keyRefused, Duration.minutes(1)),
      ...untilItWorks,
      wrong: `Pipeline ${pipelineId} is stopped: GOV.UK Notify refuses its API key, or the key cannot be read. Messages are held, none is lost.`,
      first: `read in the item "${stateItems.hold.everything}" of ${table.tableName} why. Look in Notify under API integration whether the key was revoked, and put a live one into the secret ${apiKeySecret.secretArn}. The pipeline goes on by itself within minutes of the key working.`,
    });
    this.notifyDown = describedAlarm(this, 'NotifyDown', {
      metric: counted(metrics.names.stopped, Duration.minutes(1)),
      ...untilItWorks,
      wrong: `A channel of pipeline ${pipelineId} is stopped: GOV.UK Notify takes none of its messages. They are held, none is lost, and the other channels go on.`,
      first: `look at status.notifications.service.gov.uk. If Notify is well, read in the items of ${table.tableName} whose id begins with "lane" or is "${stateItems.hold.everything}" what came instead of an answer: can the functions reach Notify's address? The messages go by themselves within minutes of Notify taking one.`,
    });
    this.notAllowed = describedAlarm(this, 'NotAllowed', {
      metric: counted(metrics.names.notAllowed, Duration.minutes(5)),
      threshold: 1,
      wrong: `GOV.UK Notify refuses messages of pipeline ${pipelineId}: its key is a team key, the service is in trial mode, or a channel is switched off. They wait for 10 to 15 minutes and are rejected then.`,
      first: `read the reason in the items of ${table.tableName} whose id begins with "lane", or of a rejected delivery. Put a live key into the secret ${apiKeySecret.secretArn}, or mend the service's settings in Notify, and publish what was rejected once more under its key. If it is meant so, as for a test service, set teamKey.`,
    });
    this.notHeld = describedAlarm(this, 'NotHeld', {
      metric: counted(metrics.names.notHeld, Duration.minutes(5)),
      threshold: 1,
      wrong: `GOV.UK Notify says that it does not hold messages of pipeline ${pipelineId} of the last three days, which it cannot have deleted. What became of them is not known meanwhile.`,
      first: `see whether the key in the secret ${apiKeySecret.secretArn} is that of the service that sent them, and of the same type. Outcomes come by themselves once it is.`,
    });
    this.duplicateSuspected = describedAlarm(this, 'DuplicateSuspected', {
      metric: counted(metrics.names.duplicateSuspected, Duration.minutes(5)),
      threshold: 1,
      wrong: `GOV.UK Notify has more than one message for a delivery of pipeline ${pipelineId}: somebody may have got it twice.`,
      first: `find the delivery_id in the logs of ${namesOf(sendFunction, sendUrgentFunction, callbacksFunction)}. Look its record up in ${table.tableName}, tell whoever published it, and see whether a letter can still be cancelled in Notify.`,
    });
    this.faults = describedAlarm(this, 'Faults', {
      metric: counted(metrics.names.fault, Duration.minutes(5)),
      threshold: 1,
      periods: 3,
      wrong: `Pipeline ${pipelineId} keeps failing to handle messages or callbacks for a reason of its own. They come back until it works again, none is lost.`,
      first: `read the logs of ${namesOf(sendFunction, sendUrgentFunction, releaseFunction, callbacksFunction, letterPdfFunction)}: does the table throttle, may they still use table, secrets, queues, bucket and key?`,
    });
    this.urgentMessagesWait = describedAlarm(this, 'UrgentMessagesWait', {
      metric: queues.urgentQueue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
      threshold: Duration.minutes(5).toSeconds(),
      periods: 3,
      wrong: `Urgent messages of pipeline ${pipelineId} have waited for five minutes or more.`,
      first: `look at status.notifications.service.gov.uk, then read the log of ${sendUrgentFunction.functionName}: is Notify slow or down, is the rate limit spent, or is the function throttled?`,
    });
    this.heldMessagesExpire = describedAlarm(this, 'HeldMessagesExpire', {
      metric: queues.heldQueues.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.days(12).toSeconds(),
      // The age of the last five minutes may come late, and counts as none until it does.
      periods: 1,
      within: 3,
      wrong: `Messages of pipeline ${pipelineId} have been held for 12 days. SQS deletes them unsent after 14.`,
      first: `see in the items of ${table.tableName} whose id begins with "hold" what they wait for, and read the log of ${releaseFunction.functionName}. If the wait will not end in time, move them to a queue of your own.`,
    });
    this.eventsLate = describedAlarm(this, 'EventsLate', {
      metric: announceFunction.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: Duration.minutes(10).toMilliseconds(),
      wrong: `Events of pipeline ${pipelineId} come ten minutes late or more. After 24 hours the table's stream forgets the changes that they tell of.`,
      first: `read the log of ${announceFunction.functionName}: may it still put events on the bus, and does the bus take them?`,
    });
    if (props.eventDeadLetterQueue) {
      const { eventDeadLetterQueue } = props;
      this.eventDeadLetters = describedAlarm(this, 'EventDeadLetters', {
        metric: eventDeadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        threshold: 1,
        wrong: `Events of pipeline ${pipelineId} reach nobody: EventBridge cannot use the key that encrypts their bus. They wait in ${eventDeadLetterQueue.queueName} for 14 days.`,
        first: `read the attribute ERROR_MESSAGE of one of them: is the key disabled, and does its policy let events.amazonaws.com use it? When it does, put each of them on the bus again.`,
      });
    }
    this.sendErrors = this.errors('SendErrors', sendFunction, 'Messages come back to the queue until it works again.');
    this.sendUrgentErrors = this.errors(
      'SendUrgentErrors',
      sendUrgentFunction,
      'Urgent messages come back to their queue until it works again.',
    );
    this.pollErrors = this.errors(
      'PollErrors',
      pollFunction,
      'Outcomes of messages that were sent stay unknown.',
      pollFunction.schedule.every,
    );
    this.releaseErrors = this.errors('ReleaseErrors', releaseFunction, 'Held messages stay held.');
    this.announceErrors = this.errors('AnnounceErrors', announceFunction, 'Events are late.');

    if (callbacksFunction) {
      this.badToken = describedAlarm(this, 'BadToken', {
        metric: counted(metrics.names.badToken, Duration.minutes(5)),
        threshold: 1,
        wrong: `GOV.UK Notify, or somebody else, calls the callback URL of pipeline ${pipelineId} with a token that is not in its secret. Notify does not make such a call again: what it told is learnt by asking, but for letters that came back.`,
        first: `put the token that Notify has, under API integration, Callbacks, beside the value of the secret ${callbacksFunction.tokenSecret.secretArn}. If they differ, put the secret's value into Notify.`,
      });
      if (callbacksFunction.routed) {
        this.badSignature = describedAlarm(this, 'BadSignature', {
          metric: counted(metrics.names.badSignature, Duration.minutes(5)),
          threshold: 1,
          wrong: `Another pipeline, or somebody else, hands callbacks on to pipeline ${pipelineId} that are not signed with its secret. They are left out: what they told is learnt by asking, but for letters that came back.`,
          first: `compare the signingSecret of that pipeline's callbackRoutes with that of this one's routedCallbacks, and see who else may put messages on ${callbacksFunction.routed.queue.queueName}.`,
        });
      }
      this.callbacksErrors = this.errors(
        'CallbacksErrors',
        callbacksFunction,
        'Notify tries for 25 minutes to tell it.',
      );
    }

    if (receivedTextsFunction) {
      const effect = 'Texts that people sent are not told of, or not all. Notify has them for a week.';
      this.receivedTextsErrors = this.errors(
        'ReceivedTextsErrors',
        receivedTextsFunction,
        effect,
        receivedTextsFunction.schedule.every,
      );
    }

    if (letterPdfFunction && props.letterPdfQueues) {
      const { queue, deadLetterQueue } = props.letterPdfQueues;
      this.letterPdfDeadLetters = describedAlarm(this, 'LetterPdfDeadLetters', {
        metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        threshold: 1,
        wrong: `PDFs of letters of pipeline ${pipelineId} are not kept: nobody could finish with them. The letters themselves are not touched by it.`,
        first: `read the log of ${letterPdfFunction.functionName} from when they came. Move them back to their queue when what broke is mended, within the days for which Notify keeps letters.`,
      });
      this.letterPdfsWait = describedAlarm(this, 'LetterPdfsWait', {
        metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
        threshold: Duration.days(1).toSeconds(),
        periods: 3,
        wrong: `PDFs of letters of pipeline ${pipelineId} have waited for a day to be fetched. Notify keeps letters for seven days unless it is told otherwise.`,
        first: `see whether ${letterPdfFunction.functionName} is throttled, or its event source is switched off.`,
      });
      this.letterPdfErrors = this.errors('LetterPdfErrors', letterPdfFunction, 'PDFs of letters are not kept.');
    }

    if (props.topic) this.tell(props.topic);
  }

  get all(): Alarm[] {
    return this.node.children.filter((child) => child instanceof Alarm);
  }

  private tell(topic: ITopic): void {
    for (const alarm of this.all) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  /** @param every how often the function runs, if it does so by the clock */
  private errors(id: string, target: Function, effect: string, every = Duration.minutes(1)): Alarm {
    // Where it does not run, nothing fails, and three in a row would never be. No period is longer than a day.
    const minutes = Math.min(Math.max(every.toMinutes(), 5), 24 * 60);
    const periods = 3;
    return describedAlarm(this, id, {
      metric: target.metricErrors({ period: Duration.minutes(minutes) }),
      threshold: 1,
      periods,
      wrong: `The function ${target.functionName} keeps failing. ${effect}`,
      first: `read its log: the first error of the last ${periods * minutes} minutes says what broke. Look for time-outs and missing permissions too.`,
    });
  }
}

/**
 * A stop that ends at the first look at Notify is nobody's to see to. One that goes on is counted at every look, at first
 * after a minute, in the end every five minutes or so: the alarm stays until that is over.
 */
const untilItWorks = { threshold: 1, periods: 3, within: 20 };

const namesOf = (...functions: readonly (Function | undefined)[]): string =>
  functions.flatMap((each) => (each ? [each.functionName] : [])).join(' and ');
