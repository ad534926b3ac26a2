import { detailSchemas } from '../../lib/contract/events/schema-violations';
import { detailTypes, eventSource } from '../../lib/contract/events/names';
import { asyncApi, type AsyncApiChannel } from './async-api';
import { eventExamples } from './event-examples';
import { jsonSchema, type MessageContract } from './json-schema';

type Kind = keyof typeof detailTypes;

const descriptions: Readonly<Record<Kind, string>> = {
  sending: 'A message is being given to Notify.',
  held: 'A message waits for a reason that is not its own.',
  sent: 'Notify took the message.',
  sent_untracked: 'Notify accepted the message and cannot say what happened to it.',
  delivered: 'The message arrived; a letter: it was dispatched.',
  failed: 'The message did not arrive, or is a letter that came back: `failure` says which.',
  rejected: 'The message was never sent: it is wrong, or Notify refuses it for good. `reason` says why.',
  expired: 'The message was never sent: its `expires_at` came first.',
  cancelled:
    'The message was never sent: its publisher cancelled it. Nothing is sent under its idempotency key any more.',
  letter_pdf_stored: 'The PDF of a letter is in the bucket. It holds personal data.',
  text_received:
    'Someone sent a text message to the service. It holds personal data: their number and what they wrote.',
  complaint_received: 'Someone reported an email of the service as spam.',
};

const kinds = Object.keys(detailTypes) as Kind[];

/** The contract of every event's `detail`. */
export const eventContracts: readonly MessageContract[] = kinds.map((kind) => ({
  name: kebab(detailTypes[kind]),
  title: detailTypes[kind],
  description: descriptions[kind],
  schema: detailSchemas[kind],
  examples: [eventExamples[kind]],
}));

/** An event as EventBridge hands it over. */
const channel: AsyncApiChannel = {
  name: 'events',
  title: 'The event bus',
  description:
    'The EventBridge bus of the pipeline, or the one that it was given. Each event comes at least once: dedupe on `detail.event_id`. Their order is not promised.',
  action: 'send',
  messages: eventContracts,
  envelope: ({ title }, detail) => ({
    type: 'object',
    required: ['id', 'source', 'detail-type', 'time', 'account', 'region', 'detail'],
    properties: {
      id: { type: 'string', description: "EventBridge's own id, another for every copy." },
      source: { const: eventSource },
      'detail-type': { const: title },
      time: { type: 'string', format: 'date-time' },
      account: { type: 'string' },
      region: { type: 'string' },
      detail,
    },
  }),
  envelopeOfExample: ({ title }, example) => ({
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    source: eventSource,
    'detail-type': title,
    time: '2026-03-02T09:00:05Z',
    account: '111122223333',
    region: 'eu-west-2',
    resources: [],
    detail: example,
  }),
};

/** Every file of docs/events/, by its name. */
export function eventDocuments(): ReadonlyMap<string, string> {
  const schemas = eventContracts.map((contract) => [`${contract.name}.schema.json`, jsonSchema(contract)] as const);
  const info = {
    title: 'Events of cdk-govuk-notify',
    version: '1',
    description: 'The events of a pipeline: about its messages, received texts, and complaints.',
  };
  const all = [...schemas, ['asyncapi.json', asyncApi(info, [channel])] as const];
  return new Map(all.map(([name, document]) => [name, `${JSON.stringify(document, null, 2)}\n`]));
}

function kebab(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
