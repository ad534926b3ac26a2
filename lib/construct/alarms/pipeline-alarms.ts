import { Annotations } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  TreatMissingData,
  type AlarmBase,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { suggestion } from '../../contract/did-you-mean';
import { isForEmulator } from '../app/for-emulator';
import { acknowledge } from '../validation/acknowledgements';
import { InvalidSettingsError } from '../validation/invalid-settings-error';
import { severities, type AlarmDefinition, type AlarmDefinitions } from './alarm-definition';
import { alarmSettingsFaults, type AlarmSettingsByName } from './alarm-settings';
import { alarmSubject, type AlarmSubject, type PipelineParts } from './alarm-subject';
import { allowAlarms, topicOf, type NotifiedOfAlarms } from './alarm-topics';
import { BurnRateAlarm } from './burn-rate-alarm';
import { burnRates, type BurnRateDefinition, type BurnRateDefinitions } from './burn-rates';
import { callbackAlarms } from './callback-alarms';
import { canaryAlarms } from './canary-alarms';
import { deadLetterAlarms } from './dead-letter-alarms';
import { eventAlarms } from './event-alarms';
import { functionAlarms } from './function-alarms';
import type { IPipelineAlarms } from './i-pipeline-alarms';
import { letterPdfAlarms } from './letter-pdf-alarms';
import { limitAlarms } from './limit-alarms';
import { notifyAlarms } from './notify-alarms';
import { outcomeAlarms } from './outcome-alarms';
import { taskAlarms } from './task-alarms';
import { waitingAlarms } from './waiting-alarms';

export interface PipelineAlarmsProps extends PipelineParts {
  readonly settings: AlarmSettingsByName;
  /** Whether there are alarms on how fast error budgets are spent. */
  readonly burnRateAlarms: boolean;
  readonly notified: NotifiedOfAlarms;
}

const matters = [
  waitingAlarms,
  deadLetterAlarms,
  notifyAlarms,
  limitAlarms,
  outcomeAlarms,
  functionAlarms,
  eventAlarms,
  callbackAlarms,
  letterPdfAlarms,
  taskAlarms,
  canaryAlarms,
];

/** Where the pages of the alarms are. */
const runbook = 'docs/runbook.md';

/** The name by which people set an alarm, which is its id with a small letter. */
const nameOf = (id: string): string => `${id[0]?.toLowerCase() ?? ''}${id.slice(1)}`;

/** What an alarm says to the person who gets it. */
const descriptionOf = (
  id: string,
  { severity, wrong, first }: Pick<AlarmDefinition, 'severity' | 'wrong' | 'first'>,
): string => `${severity}. ${wrong} What to do first: ${first} Runbook: ${runbook}#${id.toLowerCase()}`;

/** What makes the alarms of a pipeline. */
export class PipelineAlarms extends Construct implements IPipelineAlarms {
  readonly serviceHealth?: CompositeAlarm;
  readonly burnRates: CompositeAlarm[] = [];
  /** Why alarms are switched off, by their ids. */
  readonly off: Readonly<Record<string, string>>;
  readonly #definitions: AlarmDefinitions;
  readonly #burnRates: BurnRateDefinitions;
  readonly #recipients: NotifiedOfAlarms;
  /** What they are about. */
  readonly subject: AlarmSubject;

  /** @throws InvalidSettingsError for settings of an unknown alarm, or settings that cannot work. */
  constructor(scope: Construct, id: string, { settings, notified, burnRateAlarms, ...parts }: PipelineAlarmsProps) {
    super(scope, id);
    this.#recipients = notified;
    const subject = alarmSubject(this, parts);
    this.subject = subject;
    this.#definitions = Object.assign({}, ...matters.map((define) => define(subject))) as AlarmDefinitions;
    this.#burnRates = burnRateAlarms ? burnRates(subject) : {};
    const faults = alarmSettingsFaults(settings, this.names);
    if (faults.length > 0) throw new InvalidSettingsError(faults.join('; '), scope);

    const off: Record<string, string> = {};
    for (const [name, definition] of Object.entries(this.#definitions)) {
      const { threshold = definition.threshold, off: reason } = settings[nameOf(name)] ?? {};
      if (reason === undefined) this.#create(name, { ...definition, threshold });
      else off[name] = reason;
    }
    for (const [name, definition] of Object.entries(this.#burnRates)) {
      const { threshold = definition.threshold, off: reason } = settings[nameOf(name)] ?? {};
      if (reason !== undefined) off[name] = reason;
      else if (!isForEmulator(this)) this.#createBurnRate(name, { ...definition, threshold });
    }
    this.off = off;
    const health = this.#createServiceHealth(parts.pipelineId);
    if (health) this.serviceHealth = health;
    this.#notify(scope);
  }

  get all(): Alarm[] {
    return this.node.children.filter((child) => child instanceof Alarm);
  }

  /** The names of all alarms that the pipeline can have. */
  get names(): readonly string[] {
    return [...Object.keys(this.#definitions), ...Object.keys(this.#burnRates)].map(nameOf);
  }

  find(name: string): Alarm | undefined {
    if (Object.keys(this.#burnRates).map(nameOf).includes(name)) {
      throw new Error(
        `alarm ${name} is not in alarms.all, because it combines two alarms: find it in alarms.burnRates`,
      );
    }
    const id = Object.keys(this.#definitions).find((one) => nameOf(one) === name);
    if (id === undefined) throw new Error(`${name} is not an alarm of this pipeline: ${suggestion(name, this.names)}`);
    return this.all.find(({ node }) => node.id === id);
  }

  #severityOf({ node }: AlarmBase) {
    // A burn rate's is in a construct of its own, which has the name.
    return this.#definitions[node.id]?.severity ?? this.#burnRates[node.scope?.node.id ?? '']?.severity;
  }

  #createBurnRate(id: string, definition: BurnRateDefinition): void {
    const description = descriptionOf(id, definition);
    this.burnRates.push(new BurnRateAlarm(this, id, { ...definition, description }).both);
  }

  #create(id: string, { severity, metric, threshold, wrong, first, ...definition }: AlarmDefinition): Alarm {
    const { periods = 1, within = periods, isHeartbeat = false } = definition;
    const { LESS_THAN_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = ComparisonOperator;

    return new Alarm(this, id, {
      metric,
      threshold,
      evaluationPeriods: within,
      datapointsToAlarm: periods,
      comparisonOperator: isHeartbeat ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: isHeartbeat ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: descriptionOf(id, { severity, wrong, first }),
    });
  }

  #createServiceHealth(pipelineId: string): CompositeAlarm | undefined {
    const urgent = [...this.all, ...this.burnRates].filter((alarm) => this.#severityOf(alarm) === 'P1');
    // An emulator knows no alarm that is composed of others.
    if (urgent.length === 0 || isForEmulator(this)) return undefined;
    return new CompositeAlarm(this, 'ServiceHealth', {
      alarmRule: AlarmRule.anyOf(...urgent),
      alarmDescription: `P1. Pipeline ${pipelineId} needs somebody now: one of its P1 alarms has gone off. What to do first: run \`npx cdk-govuk-notify status\`, or open this alarm's "triggering children", to see which one. Then do what that alarm says. Runbook: ${runbook}#servicehealth`,
    });
  }

  #notify(scope: Construct): void {
    for (const alarm of [...this.all, ...this.burnRates]) {
      const severity = this.#severityOf(alarm);
      // With topics by severity, somebody is woken once and not by every alarm.
      if (severity && (severity !== 'P1' || this.#recipients.topic)) this.#report(alarm, severity);
      else acknowledge(alarm, 'noAlarmAction');
    }
    if (this.serviceHealth && !this.#recipients.topic) this.#report(this.serviceHealth, 'P1');

    const topics = severities.map((severity) => topicOf(this.#recipients, severity));
    for (const topic of new Set(topics)) if (topic) allowAlarms(topic, this);
    const silent = severities.filter((_, place) => !topics[place]);
    if (silent.length === 0) return;
    Annotations.of(scope).addWarningV2(
      'cdk-govuk-notify:nobodyIsNotified',
      `nobody is notified when an alarm of severity ${silent.join(' or ')} goes off: set alarmTopic, or alarmTopics with ${silent.map((each) => each.toLowerCase()).join(', ')}. If you add actions of your own to alarms.all, acknowledge this warning`,
    );
  }

  #report(alarm: AlarmBase, severity: (typeof severities)[number]): void {
    const topic = topicOf(this.#recipients, severity);
    if (!topic) return acknowledge(alarm, 'noAlarmAction');
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}
