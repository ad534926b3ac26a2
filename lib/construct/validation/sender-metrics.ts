import type { IConstruct } from 'constructs';
import { isSender } from '../../contract/sender';
import { InvalidSettingsError } from './invalid-settings-error';

/** Their names are in a variable of a function, and each has six metrics that are paid for. */
const mostSenders = 50;

/** What is wrong with the services whose messages are to be counted, and what to do. */
export function senderMetricsFaults(senders: readonly string[] = []): readonly string[] {
  const wrong = senders.filter((sender) => !isSender(sender));
  const twice = [...new Set(senders.filter((sender, place) => senders.indexOf(sender) !== place))];
  return [
    ...wrong.map(
      (sender) =>
        `senderMetrics must be 1 to 40 letters, digits, full stops, underscores and hyphens each, got '${sender}': use the sender that addPublisher has`,
    ),
    ...twice.map((sender) => `senderMetrics must have each service once, got '${sender}' twice: leave one out`),
    ...(senders.length > mostSenders
      ? [
          `senderMetrics must have ${mostSenders} services at most, got ${senders.length}: leave some out, or give them a pipeline of their own`,
        ]
      : []),
  ];
}

/** @throws InvalidSettingsError when nothing is counted for the service */
export function checkSenderMetric(sender: string, counted: readonly string[], pipeline: IConstruct): void {
  if (counted.includes(sender)) return;
  throw new InvalidSettingsError(
    `senderMetric must get a service that is in senderMetrics, got '${sender}': add it to senderMetrics of the pipeline`,
    pipeline,
  );
}
