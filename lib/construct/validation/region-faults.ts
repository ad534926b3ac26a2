import type { IResource } from 'aws-cdk-lib';
import { differentEnvironment, type Environment } from './different-environment';
import type { NotifyPipelineProps } from '../notify-pipeline-props';

/** What is wrong and what to do about things in another region, because functions and alarms reach only their own. */
export function regionFaults(props: NotifyPipelineProps, here: Environment): readonly string[] {
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
    'alarmTopics.p1': props.alarmTopics?.p1,
    'alarmTopics.p2': props.alarmTopics?.p2,
    'alarmTopics.p3': props.alarmTopics?.p3,
    ...Object.fromEntries([...routes, ...signing]),
    accessLogsBucket: props.accessLogsBucket,
    'functionOptions.deadLetterQueue': props.functionOptions?.deadLetterQueue,
    'the signingSecret of routedCallbacks': props.routedCallbacks?.signingSecret,
  };
  return Object.entries(reached).flatMap(([prop, resource]) => {
    const there = resource && differentEnvironment(resource.env, here, ['region']);
    if (!there) return [];
    return `${prop} is in ${there}, and the pipeline cannot reach other regions: use one in the pipeline's region, and forward from there, as docs/guide/cross-account.md shows`;
  });
}
