import { CloudWatchClient, DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { day } from '../../lib/contract/time';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { examineTopics } from './examine-topics';
import { look, well, wrong, type Finding } from './finding';
import { readAlarms, type AlarmState } from './read-monitoring';

const grant = 'CloudWatchReadOnlyAccess';

/** Whether alarms have gone off, whether they notify somebody, and whether they can. */
export async function examineAlarms(pipeline: PipelineDescription, now: number): Promise<readonly Finding[]> {
  const client = new CloudWatchClient();
  return look('alarms', examine(), { grant, mend: 'deploy the stack again' });

  async function examine(): Promise<readonly Finding[]> {
    const alarms = await readAlarms(pipeline);
    if (alarms.length === 0) {
      return [wrong('alarms', 'there are none', 'deploy the stack again, and check that no alarm is switched off')];
    }
    const gone = alarms
      .filter(({ state }) => state === 'ALARM')
      .map(({ name, description }) => wrong(`alarm ${name}`, 'it has gone off', description));
    return [...(gone.length > 0 ? gone : [well('alarms', 'none has gone off')]), ...(await examineActions(alarms))];
  }

  async function examineActions(alarms: readonly AlarmState[]): Promise<readonly Finding[]> {
    const subject = 'who is notified of alarms';
    const actions = [...new Set(alarms.flatMap((alarm) => alarm.actions))];
    if (actions.length === 0) {
      return [wrong(subject, 'nobody', 'set alarmTopic or alarmTopics, and deploy')];
    }
    const failed = await failedActions();
    if (failed !== undefined) {
      return [
        wrong(
          subject,
          `an alarm that went off notified nobody: ${failed}`,
          'allow cloudwatch.amazonaws.com to publish to the topic and use its key',
        ),
      ];
    }
    return examineTopics(actions);
  }

  /** What CloudWatch has written down of an action that it could not take, such as for the topic's policy. */
  async function failedActions(): Promise<string | undefined> {
    const own = new Set((await readAlarms(pipeline)).map(({ name }) => name));
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new DescribeAlarmHistoryCommand({ HistoryItemType: 'Action', StartDate: new Date(now - day), NextToken }),
      );
      const failed = (page.AlarmHistoryItems ?? []).find(
        ({ AlarmName = '', HistorySummary = '' }) => own.has(AlarmName) && HistorySummary.startsWith('Failed'),
      );
      if (failed) return failed.HistorySummary;
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  }
}
