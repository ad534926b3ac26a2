import { runInNewContext } from 'node:vm';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { objectives } from '../../lib/contract/objectives';
import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { emptyStack, pipelineInStack, propertiesOf, resourcesOf } from './stacks';

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: { readonly MetricName: string };
    readonly Period: number;
    readonly Stat: string;
  };
}
interface Window {
  readonly Metrics: readonly Query[];
  readonly Threshold: number;
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
}

const { template, pipeline } = pipelineInStack({ burnRateAlarms: true });
const windows = propertiesOf(template(), 'AWS::CloudWatch::Alarm').filter(({ AlarmDescription }) =>
  String(AlarmDescription).startsWith('A part of'),
) as unknown as readonly Window[];

const windowOf = (alarm: string, which: 'long' | 'short'): Window => {
  const found = windows.find(({ AlarmDescription }) =>
    AlarmDescription.startsWith(`A part of ${alarm}: its ${which} window`),
  );
  if (!found) throw new Error(`there is no ${which} window of ${alarm}`);
  return found;
};

/** What CloudWatch makes of the formula of an alarm, from the seconds that each message of its window waited. */
function valueOf({ Metrics }: Window, waits: readonly number[]): number {
  const expression = Metrics.find((query) => query.Expression !== undefined)?.Expression ?? '';
  const values = Metrics.flatMap(({ Id, MetricStat }) => {
    if (!MetricStat || waits.length === 0) return [];
    const [, most] = /^PR\(:(\d+)\)$/.exec(MetricStat.Stat) ?? [];
    const kept = waits.filter((wait) => wait <= Number(most)).length;
    const value = MetricStat.Stat === 'SampleCount' ? waits.length : (100 * kept) / waits.length;
    return [[Id, value] as const];
  });
  const filled = expression.replaceAll(/FILL\((\w+), (\d+)\)/g, (_, id: string, otherwise: string) =>
    String(new Map(values).get(id) ?? otherwise),
  );
  const [, condition = '', then = '', otherwise = ''] = /^IF\((.*), (.*), (.*)\)$/.exec(filled) ?? [];
  return calculate(condition) ? calculate(then) : calculate(otherwise);
}

/** Numbers, the four operations, brackets and >= : nothing else is in the formulas. */
function calculate(expression: string): number {
  if (!/^[\d\s.+\-*/()>=]+$/.test(expression)) throw new Error(`what is ${expression}?`);
  return Number(runInNewContext(expression));
}

const isOff = (window: Window, waits: readonly number[]): boolean => valueOf(window, waits) >= window.Threshold;
const waitsOf = (onTime: number, late: number, most: number): readonly number[] => [
  ...Array.from({ length: onTime }, () => 1),
  ...Array.from({ length: late }, () => most + 1),
];

describe('alarms on burn rates', () => {
  test('there are none unless they are asked for', () => {
    const { pipeline: without, template: plain } = pipelineInStack();
    expect(without.alarms.burnRates).toEqual([]);
    expect(Object.keys(resourcesOf(plain(), 'AWS::CloudWatch::CompositeAlarm'))).toHaveLength(1);
  });

  test('there is one for each objective and pair of windows, on waits that the functions emit', () => {
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('burnRateAlarms'));
    const periods = (alarm: string) =>
      (['long', 'short'] as const).map((which) => [
        windowOf(alarm, which).Threshold,
        ...new Set(windowOf(alarm, which).Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])),
      ]);
    for (const [fast, slow, metric] of [
      ['UrgentBurnsFast', 'UrgentBurnsSlowly', 'UrgentWait'],
      ['OutcomesBurnFast', 'OutcomesBurnSlowly', 'OutcomeDelay'],
    ] as const) {
      expect(periods(fast)).toEqual([
        [14.4, 3600],
        [14.4, 300],
      ]);
      expect(periods(slow)).toEqual([
        [6, 21_600],
        [6, 1800],
      ]);
      const names = windowOf(fast, 'long').Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []);
      expect(new Set(names)).toEqual(new Set([metric]));
    }
  });

  test('both windows have to show it, and no window notifies anybody by itself', () => {
    const stack = emptyStack();
    const { pipeline: told } = pipelineInStack({ burnRateAlarms: true, alarmTopic: new Topic(stack, 'Topic') }, stack);
    const rules = told.alarms.burnRates.map((alarm) => JSON.stringify(stack.resolve(alarm.renderAlarmRule())));
    expect(rules).toHaveLength(4);
    const composites = propertiesOf(template(), 'AWS::CloudWatch::CompositeAlarm').map(({ AlarmRule }) =>
      JSON.stringify(AlarmRule),
    );
    expect(composites.filter((rule) => rule.includes(' AND '))).toHaveLength(4);
    expect(windows).toHaveLength(8);
    for (const { AlarmActions } of windows) expect(AlarmActions).toBeUndefined();
  });

  test('the fast one of urgent messages is P1, so it is part of ServiceHealth', () => {
    const health = propertiesOf(template(), 'AWS::CloudWatch::CompositeAlarm').find(({ AlarmDescription }) =>
      /#servicehealth/.test(JSON.stringify(AlarmDescription)),
    );
    expect(JSON.stringify(health?.['AlarmRule'])).toMatch(/UrgentBurnsFastBoth/);
    expect(JSON.stringify(health?.['AlarmRule'])).not.toMatch(/OutcomesBurn|UrgentBurnsSlowly/);
  });

  test('a threshold can be set, and one can be switched off with a reason', () => {
    const alarms = { urgentBurnsFast: { threshold: 13.5 }, outcomesBurnSlowly: { off: 'we have no callbacks' } };
    const { template: changed, pipeline: other } = pipelineInStack({ burnRateAlarms: true, alarms });
    expect(other.alarms.burnRates).toHaveLength(3);
    const set = propertiesOf(changed(), 'AWS::CloudWatch::Alarm').filter(({ Threshold }) => Threshold === 13.5);
    expect(set).toHaveLength(2);
    expect(() => pipelineInStack({ alarms })).toThrow(/alarms\.urgentBurnsFast is not an alarm of this pipeline/);
    expect(() => other.alarms.find('urgentBurnsFast')).toThrow(/find it in alarms\.burnRates/);
  });

  describe.each([
    ['UrgentBurnsFast', objectives.urgentWithin, 1 - objectives.urgentOnTime, 14.4],
    ['UrgentBurnsSlowly', objectives.urgentWithin, 1 - objectives.urgentOnTime, 6],
    ['OutcomesBurnFast', objectives.outcomeWithin, 1 - objectives.outcomeOnTime, 14.4],
    ['OutcomesBurnSlowly', objectives.outcomeWithin, 1 - objectives.outcomeOnTime, 6],
  ] as const)('%s', (alarm, within, budget, pace) => {
    const window = windowOf(alarm, 'long');
    /** So many of 10,000 are late at the pace at which it goes off. */
    const edge = Math.round(10_000 * budget * pace);

    test('its value is the part that is late, as a multiple of the budget', () => {
      expect(valueOf(window, waitsOf(10_000 - 10, 10, within))).toBeCloseTo(0.001 / budget, 6);
      expect(valueOf(window, waitsOf(9000, 1000, within))).toBeCloseTo(0.1 / budget, 6);
    });

    test('it goes off just over the pace, and not under it', () => {
      expect(isOff(window, waitsOf(10_000 - edge - 2, edge + 2, within))).toBe(true);
      expect(isOff(window, waitsOf(10_000 - edge + 2, edge - 2, within))).toBe(false);
    });

    test('a wait of just the objective is on time', () => {
      expect(
        valueOf(
          window,
          Array.from({ length: 1000 }, () => within),
        ),
      ).toBe(0);
    });

    test('nothing to be seen, or two late ones, are no alarm, however few messages there are', () => {
      expect(valueOf(window, [])).toBe(0);
      expect(isOff(window, waitsOf(0, 2, within))).toBe(false);
      expect(isOff(window, waitsOf(0, 3, within))).toBe(true);
    });
  });
});
