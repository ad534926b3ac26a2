import { Duration } from 'aws-cdk-lib';
import type { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { metrics } from '../../contract/metrics';
import { objectives } from '../../contract/objectives';
import type { Severity } from './alarm-definition';
import { formula, type AlarmSubject } from './alarm-subject';

/** An objective that is measured by a wait: so many per cent of them are to be no longer than so many seconds. */
interface Objective {
  readonly metric: typeof metrics.names.urgentWait | typeof metrics.names.outcomeDelay;
  /** Seconds. */
  readonly within: number;
  /** The part for which that has to hold. */
  readonly part: number;
}

/** How fast an error budget is spent: 1 would spend all of it in 30 days. Both windows have to show it. */
export interface BurnRateDefinition {
  readonly severity: Severity;
  readonly threshold: number;
  /** Whether it goes on: over the long window it is certain, over the short one it is not over yet. */
  readonly windows: readonly [long: Duration, short: Duration];
  readonly burnRate: (window: Duration) => MathExpression;
  readonly wrong: string;
  readonly first: string;
}

export type BurnRateDefinitions = Readonly<Record<string, BurnRateDefinition>>;

/**
 * Two per cent of the budget of 30 days in an hour, and five per cent in six hours.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const fast = { threshold: 14.4, windows: [Duration.hours(1), Duration.minutes(5)] } as const;
const slow = { threshold: 6, windows: [Duration.hours(6), Duration.minutes(30)] } as const;

/** With fewer that are late, one of ten messages in an hour would be an alarm. A half less, because the sum is rounded. */
const fewestLate = 3 - 0.5;

/** The burn rate of an objective over a window, 0 where hardly anything is late. */
export function burnRateOf(
  subject: AlarmSubject,
  { metric, within, part }: Objective,
  window: Duration,
): MathExpression {
  const budget = Number((100 * (1 - part)).toFixed(4));
  return formula(
    `IF(all * (100 - kept) / 100 >= ${fewestLate}, (100 - kept) / ${budget}, 0)`,
    {
      all: subject.metric(metric, window, { statistic: 'SampleCount' }),
      kept: subject.metric(metric, window, { statistic: `PR(:${within})` }),
    },
    window,
    `How fast the error budget of ${metric} is spent`,
  );
}

/** Alarms on how fast the error budgets of a pipeline are spent. */
export function burnRates(subject: AlarmSubject): BurnRateDefinitions {
  const { pipelineId } = subject;
  const urgent = {
    metric: metrics.names.urgentWait,
    within: objectives.urgentWithin,
    part: objectives.urgentOnTime,
  } as const;
  const outcome = {
    metric: metrics.names.outcomeDelay,
    within: objectives.outcomeWithin,
    part: objectives.outcomeOnTime,
  } as const;
  const ofUrgent = {
    burnRate: (window: Duration) => burnRateOf(subject, urgent, window),
    wrong: `Too many urgent messages of pipeline ${pipelineId} take more than ${urgent.within} seconds to reach Notify. People wait for them.`,
    first: `run \`npx cdk-govuk-notify status\`. Is there a hold, or is the rate limit spent? Then look at status.notifications.service.gov.uk.`,
  };
  const ofOutcomes = {
    burnRate: (window: Duration) => burnRateOf(subject, outcome, window),
    wrong: `We learn too many outcomes of pipeline ${pipelineId} more than ${outcome.within / 60} minutes after Notify knew them. Events are late.`,
    first: `run \`npx cdk-govuk-notify doctor\`. Does the poll run, and do callbacks arrive?`,
  };
  return {
    UrgentBurnsFast: { severity: 'P1', ...fast, ...ofUrgent },
    UrgentBurnsSlowly: { severity: 'P2', ...slow, ...ofUrgent },
    OutcomesBurnFast: { severity: 'P2', ...fast, ...ofOutcomes },
    OutcomesBurnSlowly: { severity: 'P3', ...slow, ...ofOutcomes },
  };
}
