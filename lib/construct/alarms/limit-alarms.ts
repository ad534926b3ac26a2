import { Duration, Tokenization } from 'aws-cdk-lib';
import { metrics } from '../../contract/metrics';
import type { AlarmDefinitions } from './alarm-definition';
import { formula, sum, type AlarmSubject } from './alarm-subject';
import { limitedChannels } from './daily-limits';

const fiveMinutes = Duration.minutes(5);
const day = Duration.days(1);

/** The daily limits of Notify, and the pipeline's own budget. */
export function limitAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, dailyLimits } = subject;
  const met = (channel: 'email' | 'sms' | 'letter') =>
    subject.metric(metrics.names.dailyLimit, fiveMinutes, { channel });
  const limits = limitedChannels.flatMap((channel) => {
    const limit = dailyLimits[channel];
    return limit === undefined ? [] : [{ channel, limit }];
  });
  return {
    TextDailyLimit: {
      severity: 'P1',
      metric: met('sms'),
      threshold: 1,
      unit: 'looks at the hold',
      wrong: `Notify's daily limit for texts is spent. All texts of pipeline ${pipelineId}, even urgent ones such as sign-in codes, wait until 00:00 UTC.`,
      first: `run \`npx cdk-govuk-notify status\` to see how many wait. Ask the Notify team for a higher limit. Stop any mailing that is still being published. We send held texts after 00:00 UTC.`,
    },
    DailyLimit: {
      severity: 'P2',
      metric: sum([met('email'), met('letter')], fiveMinutes, 'Looks at a hold for a daily limit'),
      threshold: 1,
      unit: 'looks at the hold',
      wrong: `Notify's daily limit for emails or letters is spent. Those of pipeline ${pipelineId} wait until 00:00 UTC.`,
      first: `run \`npx cdk-govuk-notify status\` to see how many wait. Ask the Notify team for a higher limit. We send held messages after 00:00 UTC.`,
    },
    ...(subject.textBudget && {
      TextBudgetSpent: {
        severity: 'P1',
        metric: subject.metric(metrics.names.textBudgetSpent, fiveMinutes),
        threshold: 1,
        unit: 'looks at the hold',
        wrong: `The day's budget for texts is spent. Texts of pipeline ${pipelineId} wait until 00:00 UTC. Urgent texts wait only if their own budget is spent.`,
        first: `run \`npx cdk-govuk-notify status\` to see which texts are held, and \`npx cdk-govuk-notify cost --from 1d --by template\` to see what was sent. Many codes to a few numbers suggest fraud. If it is not fraud, end the hold with \`npx cdk-govuk-notify resume text_budget\` or \`resume urgent_text_budget\`.`,
      },
      TextBudgetNear: {
        severity: 'P3',
        metric: subject.metric(metrics.names.textBudgetUsed, fiveMinutes, { statistic: 'Maximum' }),
        threshold: 80,
        unit: 'per cent',
        wrong: `Pipeline ${pipelineId} has spent most of the day's budget for texts. When it is spent, texts wait until 00:00 UTC.`,
        first: `run \`npx cdk-govuk-notify cost --from 1d --by template\`. Is it a mailing, or fraud? Delay a mailing, or raise textMessageLimits.budget and deploy.`,
      },
    }),
    ...(limits.length > 0 && {
      DailyLimitNear: {
        severity: 'P3',
        metric: formula(
          `MAX([${limits.map(({ channel, limit }) => `100 * ${channel} / ${Tokenization.stringifyNumber(limit)}`).join(', ')}])`,
          Object.fromEntries(
            limits.map(({ channel }) => [channel, subject.metric(metrics.names.sent, day, { channel })]),
          ),
          day,
          'Per cent of the daily limit',
        ),
        threshold: 80,
        unit: 'per cent',
        wrong: `Pipeline ${pipelineId} has sent most of what Notify allows in a day. When a limit is spent, messages wait until 00:00 UTC.`,
        first: `see on the dashboard which channel it is. Delay a mailing, or ask the Notify team for a higher limit.`,
      },
    }),
  };
}
