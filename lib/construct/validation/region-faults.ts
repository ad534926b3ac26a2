import type { IResource } from 'aws-cdk-lib';
import { elsewhere, type Place } from './different-environment';
import type { NotifyPipelineProps } from '../notify-pipeline-props';

/** What is wrong and what to do, for whatever functions and alarms have to reach, as they reach their own region alone. */
export function regionFaults(props: NotifyPipelineProps, here: Place): readonly string[] {
  const { apiKeySecret, receiptTokenSecret, eventBus, encryptionKey, alarmTopic, receiptRoutes = {} } = props;
  const routes = Object.entries(receiptRoutes).map(
    ([to, route]) => [`the receiptRoute to '${to}'`, route.queue ?? route.eventBus] as const,
  );
  const reached: Readonly<Record<string, IResource | undefined>> = {
    apiKeySecret,
    receiptTokenSecret,
    eventBus,
    encryptionKey,
    alarmTopic,
    ...Object.fromEntries(routes),
  };
  return Object.entries(reached).flatMap(([prop, resource]) => {
    const there = resource && elsewhere(resource.env, here, ['region']);
    if (!there) return [];
    return `${prop} is of ${there}, and the pipeline reaches nothing in another: give one of its region, and send on from there what is for elsewhere, see docs/guide/cross-account.md`;
  });
}
