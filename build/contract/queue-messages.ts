import { messageSchemas, messageTypes, queueMessageSchema, type MessageType } from '../../lib/contract/message';
import { asyncApi, type AsyncApiChannel } from './async-api';
import { fieldDescriptions } from './field-descriptions';
import { jsonSchema, type MessageContract } from './json-schema';
import { messageExamples } from './message-examples';

const titles: Readonly<Record<MessageType, string>> = {
  email: 'An email',
  sms: 'A text message',
  letter: 'A letter made from a template',
  precompiled_letter: 'A letter that is a PDF',
};

/** What any service may put on the queue, type by type. */
const messageContracts: readonly MessageContract[] = messageTypes.map((type) => ({
  name: type.replaceAll('_', '-'),
  title: titles[type],
  description: `${titles[type]}, in GOV.UK Notify's own field names. A field that is not named here is refused.`,
  schema: messageSchemas[type],
  examples: messageExamples[type],
  fields: fieldDescriptions,
}));

/** Any of them. */
const queueMessageContract: MessageContract = {
  name: 'queue-message',
  title: 'A message for the queue',
  description:
    "One JSON object that asks for one email, text message or letter, in GOV.UK Notify's own field names. A message that does not fit ends as `rejected`, with a reason that names the field.",
  schema: queueMessageSchema,
  examples: Object.values(messageExamples).flat(),
  fields: fieldDescriptions,
};

const howToPut =
  'Set the message group id to `email`, `sms` or `letter`, so that a text message does not wait behind a mailing. What holds a file, or is over 1 MiB, goes through the bucket of the pipeline, as the Amazon SQS Extended Client sends it.';

const queue = (name: string, title: string, description: string): AsyncApiChannel => ({
  name,
  title,
  description: `${description} ${howToPut}`,
  action: 'receive',
  messages: messageContracts,
});

/** Every file of docs/contract/, by its name. */
export function contractDocuments(): ReadonlyMap<string, string> {
  const info = {
    title: 'Messages for cdk-govuk-notify',
    version: '1',
    description: 'What any service puts on the queue of a pipeline to have it sent through GOV.UK Notify, once.',
  };
  const channels = [
    queue('queue', 'The queue', 'The SQS queue for messages that may wait behind others.'),
    queue('urgent-queue', 'The urgent queue', 'The SQS queue for messages that may not, such as a sign-in code.'),
  ];
  const all = [
    ['queue-message.schema.json', jsonSchema(queueMessageContract)],
    ['asyncapi.json', asyncApi(info, channels)],
  ] as const;
  return new Map(all.map(([name, document]) => [name, `${JSON.stringify(document, null, 2)}\n`]));
}
