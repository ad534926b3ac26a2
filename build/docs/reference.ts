import { detailTypes } from '../../lib/contract/events';
import { metrics } from '../../lib/contract/metrics';
import { membersOf, type Member } from './members';

const schemaOf = (type: string): string => `${type.toLowerCase().replaceAll(' ', '-')}.schema.json`;
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** A table in Markdown, its columns as wide as the formatter makes them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(cell));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [names = [], ...others] = cells;
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** Each metric by its name in CloudWatch. */
export const metricMembers = (): readonly Member[] =>
  membersOf('lib/contract/metrics.ts', 'metrics').filter(({ value }) => value !== undefined && isMetric(value));
const isMetric = (value: string): boolean => Object.values<string>(metrics.names).includes(value);

export const propMembers = (): readonly Member[] =>
  membersOf('lib/construct/notify-pipeline-props.ts', 'NotifyPipelineProps');

export const variableMembers = (): readonly Member[] =>
  [
    ...membersOf('lib/contract/publisher-environment.ts', 'publisherEnvironment'),
    ...membersOf('lib/contract/environment.ts', 'environment'),
  ].filter(({ value }) => value !== undefined);

/** The page that names every prop, event, metric and environment variable, by their docstrings. */
export function referencePage(): string {
  const props = propMembers().map(({ name, about, byDefault }) => [`\`${name}\``, about, byDefault ?? 'required']);
  const events = Object.entries(detailTypes).map(([state, type]) => [
    `\`${type}\``,
    `[${schemaOf(type)}](events/${schemaOf(type)})`,
    `\`${state}\``,
  ]);
  const named = (members: readonly Member[]) => members.map(({ value, about }) => [`\`${value}\``, about]);
  return `# Every name

\`\`\`ts
import type { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline } from 'cdk-govuk-notify';

declare const stack: Stack;

new NotifyPipeline(stack, 'Notify', {
  apiKeySecret: Secret.fromSecretNameV2(stack, 'ApiKey', 'govuk-notify/api-key'),
  rateLimit: 1000, // each prop is in the table below
});
\`\`\`

Search this page for a name. \`npm run docs:reference\` makes it from the docstrings.

## Props

Set these on a \`NotifyPipeline\`. [The app](guide/app.md#settings) takes most of them as context.

${table(['prop', 'what it is', 'default'], props)}

## Events

The \`detail-type\` of each event. [How to subscribe](guide/events.md).

${table(['detail-type', 'schema', 'state or kind'], events)}

## Metrics

They are in the CloudWatch namespace \`${metrics.namespace}\`, with the dimension \`${metrics.pipelineDimension}\`. Those about one message
are there again with the dimension \`${metrics.channelDimension}\`, and some with \`${metrics.senderDimension}\`
for the services in \`senderMetrics\`. [The runbook](runbook.md) has every alarm.

${table(['metric', 'what it counts'], named(metricMembers()))}

## Environment variables

Set \`NOTIFY_API_KEY\` for the commands that read templates, and \`NOTIFY_BASE_URL\` to use a stand-in. The stack sets the others:
\`addPublisher\` sets those that begin with \`NOTIFY_PUBLISHER_\` on your functions, and the pipeline sets the rest on its own.

${table(['variable', 'what it is'], named(variableMembers()))}
`;
}
