import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** How soon somebody has to look: at once, in office hours, or when there is time. */
export const severities = ['P1', 'P2', 'P3'] as const;

export type Severity = (typeof severities)[number];

/** An alarm, and what it says to the person who gets it. */
export interface AlarmDefinition {
  readonly severity: Severity;
  readonly metric: IMetric;
  readonly threshold: number;
  /** What the threshold is measured in, such as `seconds`. */
  readonly unit: string;
  /** In how many periods the threshold has to be reached. @default 1 */
  readonly periods?: number;
  /** Among how many periods they have to be, if not in a row. */
  readonly within?: number;
  /**
   * Something that should go on and on: it goes off when there is less than the threshold, or nothing to be seen at all.
   * @default false
   */
  readonly isHeartbeat?: boolean;
  /** What is wrong, and what follows from it. */
  readonly wrong: string;
  /** What to do first. */
  readonly first: string;
}

/** Alarms by their names. One that a pipeline does not need is left out. */
export type AlarmDefinitions = Readonly<Record<string, AlarmDefinition>>;
