import type { IResource } from 'aws-cdk-lib';
import { differentEnvironment, type Place } from './different-environment';
import type { NotifyPipelineProps } from '../notify-pipeline-props';

/** What is wrong and what to do, for whatever functions and alarms have to reach, as they reach their own region alone. */
export function regionFaults(props: NotifyPipelineProps, here: Place): readonly string[] {
  const { apiKeySecret, callbackTokenSecret, eventBus, encryptionKey, alarmTopic, callbackRoutes = {} } = props;
  const routes = Object.entries(callbackRoutes).map(
    ([to, route]) => [`the callbackRoute to '${to}'`, route.queue ?? route.eventBus] as const,
  );
  const signing = Object.entries(callbackRoutes).map(
    ([to, route]) => [`the signingSecret of the callbackRoute to '${to}'`, route.signingSecret] as const,
  );
  const reached: Readonly<Record<string, IResource | undefined>> = {
    apiKeySecret,
    callbackTokenSecret,
    eventBus,
    encryptionKey,
    alarmTopic,
    ...Object.fromEntries([...routes, ...signing]),
    'the signingSecret of routedCallbacks': props.routedCallbacks?.signingSecret,
  };
  return Object.entries(reached).flatMap(([prop, resource]) => {
    const there = resource && differentEnvironment(resource.env, here, ['region']);
    if (!there) return [];
    return `${prop} is of ${there}, and the pipeline reaches nothing in another: give one of its region, and send on from there what is for elsewhere, see docs/guide/cross-account.md`;
  });
}
