import { AlarmStatusWidget, TextWidget, type IAlarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmSubject } from '../alarms/alarm-subject';
import { machineWidgets } from './machine-widgets';
import { messageWidgets } from './message-widgets';
import { objectiveWidgets } from './objective-widgets';

export interface PipelineWidgetsProps {
  readonly subject: AlarmSubject;
  /** The one of all that wake somebody first. */
  readonly alarms: readonly IAlarm[];
  /** Why alarms are switched off, by their ids. */
  readonly off: Readonly<Record<string, string>>;
}

/** The rows of a pipeline's dashboard: what somebody who is woken looks at first comes first. */
export function pipelineWidgets({ subject, alarms, off }: PipelineWidgetsProps): readonly (readonly IWidget[])[] {
  return [
    [
      new TextWidget({ markdown: aboutThePipeline(subject.pipelineId, off), width: 8, height: 6 }),
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 16, height: 6 }),
    ],
    objectiveWidgets(subject),
    ...messageWidgets(subject),
    ...machineWidgets(subject),
  ];
}

function aboutThePipeline(pipelineId: string, off: Readonly<Record<string, string>>): string {
  const switchedOff = Object.entries(off).map(([id, reason]) => `- ${id} is switched off: ${reason}`);
  return [
    `# Pipeline ${pipelineId}`,
    'For what each alarm means and what to do, see docs/runbook.md of cdk-govuk-notify. Start with:',
    '```',
    `npx cdk-govuk-notify status --pipeline ${pipelineId}`,
    `npx cdk-govuk-notify doctor --pipeline ${pipelineId}`,
    '```',
    '[Does Notify work?](https://status.notifications.service.gov.uk)',
    ...switchedOff,
  ].join('\n');
}
