import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { messageAttributes } from '../contract/attributes';
import { metrics } from '../contract/metrics';
import { pipelineMetric } from './pipeline-metric';
import type { PipelineQueues } from './pipeline-queues';

export interface PipelineAlarmsProps {
  readonly pipelineId: string;
  readonly apiKeySecret: ISecret;
  readonly queues: PipelineQueues;
  readonly sendFunction: Function;
  readonly pollFunction: Function;
  readonly releaseFunction: Function;
  readonly announceFunction: Function;
  /** Who is told, if anybody. */
  readonly topic: ITopic | undefined;
}

/** The alarms of a pipeline. Each goes off only for what a person has to see to, and says what to do first. */
export class PipelineAlarms extends Construct {
  /** A message could not be handled in ten tries. */
  readonly deadLetters: Alarm;
  /** Notify refuses the API key. */
  readonly keyRefused: Alarm;
  /** An urgent message has waited for five minutes. */
  readonly urgentMessagesWait: Alarm;
  /** A held message is about to be deleted by SQS. */
  readonly heldMessagesExpire: Alarm;
  /** Events come ten minutes after the change they tell of, or later. */
  readonly eventsLate: Alarm;
  /** The send function has failed in each of three periods of five minutes. */
  readonly sendErrors: Alarm;
  /** The poll function has failed in each of three periods of five minutes. */
  readonly pollErrors: Alarm;
  /** The release function has failed in each of three periods of five minutes. */
  readonly releaseErrors: Alarm;
  /** The announce function has failed in each of three periods of five minutes. */
  readonly announceErrors: Alarm;

  constructor(scope: Construct, id: string, props: PipelineAlarmsProps) {
    super(scope, id);
    const { queues, pipelineId, apiKeySecret, sendFunction, pollFunction, releaseFunction, announceFunction } = props;

    this.deadLetters = this.alarm('DeadLetters', {
      metric: queues.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      wrong: `Messages of pipeline ${pipelineId} are among its dead letters. Whether they were sent is in their delivery records, or not known.`,
      first: `look at the attribute ${messageAttributes.reason} of those that have it, and read the log of ${sendFunction.functionName} from when they came. Move them back to their queue when what broke is mended; what was already sent is not sent again.`,
    });
    this.keyRefused = this.alarm('KeyRefused', {
      metric: pipelineMetric(this, pipelineId, metrics.names.keyRefused, { period: Duration.minutes(1) }),
      threshold: 1,
      wrong: `GOV.UK Notify refuses the API key of pipeline ${pipelineId}. Messages are held, none is lost.`,
      first: `look in Notify under API integration whether the key was revoked, and put a live one into the secret ${apiKeySecret.secretArn}. The pipeline goes on by itself as soon as the key works.`,
    });
    this.urgentMessagesWait = this.alarm('UrgentMessagesWait', {
      metric: queues.urgentQueue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
      threshold: Duration.minutes(5).toSeconds(),
      periods: 3,
      wrong: `Urgent messages of pipeline ${pipelineId} have waited for five minutes or more.`,
      first: `look at status.notifications.service.gov.uk, then read the log of ${sendFunction.functionName}: is Notify slow or down, is the rate limit spent, or is the function throttled?`,
    });
    this.heldMessagesExpire = this.alarm('HeldMessagesExpire', {
      metric: queues.heldQueue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.days(12).toSeconds(),
      wrong: `Messages of pipeline ${pipelineId} have been held for 12 days. SQS deletes them unsent after 14.`,
      first: `find out in the log of ${releaseFunction.functionName} what they wait for. If that will not end in time, move them to a queue of your own.`,
    });
    this.eventsLate = this.alarm('EventsLate', {
      metric: announceFunction.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: Duration.minutes(10).toMilliseconds(),
      wrong: `Events of pipeline ${pipelineId} come ten minutes late or more. After 24 hours the table's stream forgets the changes that they tell of.`,
      first: `read the log of ${announceFunction.functionName}: may it still put events on the bus, and does the bus take them?`,
    });
    this.sendErrors = this.errors('SendErrors', sendFunction, 'Messages come back to the queue until it works again.');
    this.pollErrors = this.errors('PollErrors', pollFunction, 'Outcomes of messages that were sent stay unknown.');
    this.releaseErrors = this.errors('ReleaseErrors', releaseFunction, 'Held messages stay held.');
    this.announceErrors = this.errors('AnnounceErrors', announceFunction, 'Events are late.');

    if (props.topic) this.tell(props.topic);
  }

  /** Every alarm, for actions of your own. */
  get all(): Alarm[] {
    return this.node.children.filter((child) => child instanceof Alarm);
  }

  private tell(topic: ITopic): void {
    for (const alarm of this.all) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  private errors(id: string, target: Function, effect: string): Alarm {
    return this.alarm(id, {
      metric: target.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      periods: 3,
      wrong: `The function ${target.functionName} keeps failing. ${effect}`,
      first:
        'read its log: the first error of the last quarter of an hour says what broke. Look for time-outs and missing permissions too.',
    });
  }

  private alarm(id: string, { metric, threshold, periods = 1, wrong, first }: AlarmTerms): Alarm {
    return new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${wrong} What to do first: ${first}`,
    });
  }
}

interface AlarmTerms {
  readonly metric: IMetric;
  readonly threshold: number;
  /** How many periods in a row the threshold has to be reached. */
  readonly periods?: number;
  /** What is wrong, and what follows from it. */
  readonly wrong: string;
  /** What to do first. */
  readonly first: string;
}
