import { Duration } from 'aws-cdk-lib';
import { metrics } from '../../contract/metrics';
import { stateItems } from '../../contract/state-items';
import type { AlarmDefinitions } from './alarm-definition';
import { namesOf, type AlarmSubject } from './alarm-subject';

const fiveMinutes = Duration.minutes(5);

/**
 * A stop that ends at the first look at Notify is nobody's to see to. One that goes on is counted at every look, at first
 * after a minute, in the end every five minutes or so: the alarm stays until that is over.
 */
const untilItWorks = { threshold: 1, unit: 'looks at Notify', periods: 3, within: 20 };

/** What Notify refuses, or answers as it should not. */
export function notifyAlarms(subject: AlarmSubject): AlarmDefinitions {
  const { pipelineId, table, apiKeySecret, sendFunction, sendUrgentFunction, callbacksFunction } = subject;
  return {
    KeyRefused: {
      severity: 'P1',
      metric: subject.metric(metrics.names.keyRefused, Duration.minutes(1)),
      ...untilItWorks,
      wrong: `Pipeline ${pipelineId} sends nothing: GOV.UK Notify refuses its API key, or we cannot read the key. We hold all messages, and lose none.`,
      first: `run \`npx cdk-govuk-notify doctor\`, or read the reason in the item "${stateItems.hold.everything}" of ${table.tableName}. Check in Notify, under API integration, whether the key was revoked. Put a live key in the secret ${apiKeySecret.secretArn}. Sending starts again within minutes.`,
    },
    LaneStopped: {
      severity: 'P1',
      metric: subject.metric(metrics.names.stopped, Duration.minutes(1)),
      ...untilItWorks,
      wrong: `GOV.UK Notify accepts no messages of one channel of pipeline ${pipelineId}. We hold them, and lose none. Other channels continue.`,
      first: `look at status.notifications.service.gov.uk. If Notify works, run \`npx cdk-govuk-notify status\` to see the error. The items of ${table.tableName} whose id begins with "lane" or is "${stateItems.hold.everything}" have it too. Can the functions reach Notify's address? Sending starts again within minutes of Notify accepting a message.`,
    },
    NotAllowed: {
      severity: 'P2',
      metric: subject.metric(metrics.names.notAllowed, fiveMinutes),
      threshold: 1,
      unit: 'refusals',
      wrong: `GOV.UK Notify refuses messages of pipeline ${pipelineId}: its key is a team key, the service is in trial mode, or a channel is off. They wait for 10 to 15 minutes. Then they are rejected, and people do not get them.`,
      first: `run \`npx cdk-govuk-notify find --state rejected --since 1h\`, or read the reason in the items of ${table.tableName} whose id begins with "lane". Put a live key in the secret ${apiKeySecret.secretArn}, or correct the service's settings in Notify. Then publish the rejected messages again with the same key. If it is a test service, set teamKey.`,
    },
    NotHeld: {
      severity: 'P2',
      metric: subject.metric(metrics.names.notHeld, fiveMinutes),
      threshold: 1,
      unit: 'messages',
      wrong: `GOV.UK Notify says that it does not have messages that pipeline ${pipelineId} sent in the last three days. We do not know whether people got them. The key may belong to another service.`,
      first: `check in Notify that the key in the secret ${apiKeySecret.secretArn} belongs to the service that sent them, and is of the same type. If not, replace it. Polling then recovers the outcomes.`,
    },
    DuplicateSuspected: {
      severity: 'P1',
      metric: subject.metric(metrics.names.duplicateSuspected, fiveMinutes),
      threshold: 1,
      unit: 'messages',
      wrong: `GOV.UK Notify has more than one message for a delivery of pipeline ${pipelineId}. Somebody may have got it twice.`,
      first: `find the delivery_id in the logs of ${namesOf(sendFunction, sendUrgentFunction, callbacksFunction)}, then run \`npx cdk-govuk-notify find --id ID\`. Tell the team that published it. A letter can be cancelled in Notify until 5:30pm.`,
    },
    TooFast: {
      severity: 'P3',
      metric: subject.metric(metrics.names.tooFast, fiveMinutes),
      threshold: 20,
      unit: 'refusals in five minutes',
      periods: 3,
      wrong: `GOV.UK Notify keeps saying that pipeline ${pipelineId} sends too fast. The pipeline slows down, so messages take longer.`,
      first: `find what else sends with a key of the same service and type. Give each pipeline a rateShare, with a sum of 1 at most.`,
    },
    KeyAge: {
      severity: 'P3',
      metric: subject.metric(metrics.names.keyAge, Duration.days(1), { statistic: 'Maximum' }),
      threshold: 365,
      unit: 'days',
      wrong: `The API key of pipeline ${pipelineId} has been in its secret for a year. Sending is not affected.`,
      first: `make a new key in Notify and put it in the secret ${apiKeySecret.secretArn}, as the runbook says under "Rotate the API key".`,
    },
  };
}
