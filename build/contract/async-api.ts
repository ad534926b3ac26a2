import { jsonSchema, type MessageContract } from './json-schema';

/** A channel on which messages go, and which of them. */
export interface AsyncApiChannel {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether we put messages on it or take them from it. */
  readonly action: 'send' | 'receive';
  readonly messages: readonly MessageContract[];
  /** What is around a message on this channel, with the message's schema in its place. */
  readonly envelope?: (message: MessageContract, schema: object) => object;
  /** The same for a message's example. */
  readonly envelopeOfExample?: (message: MessageContract, example: object) => object;
}

interface Info {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

/**
 * An AsyncAPI document, which needs no other file to be read.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApi(info: Info, channels: readonly AsyncApiChannel[]): object {
  const messages = channels.flatMap((channel) => channel.messages.map((message) => [channel, message] as const));
  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels.map((channel) => [channel.name, channelObject(channel)])),
    operations: Object.fromEntries(
      channels.map((channel) => [`${channel.action}-${channel.name}`, operation(channel)]),
    ),
    components: {
      messages: Object.fromEntries(
        messages.map(([channel, message]) => [message.name, messageObject(channel, message)]),
      ),
      schemas: Object.fromEntries(messages.map(([, message]) => [message.name, schemaObject(message)])),
    },
  };
}

const to = (...path: readonly string[]) => ({ $ref: `#/${path.join('/')}` });

const channelObject = ({ title, description, messages }: AsyncApiChannel) => ({
  // What it is called differs from deployment to deployment.
  address: null,
  title,
  description,
  messages: Object.fromEntries(messages.map(({ name }) => [name, to('components', 'messages', name)])),
});

const operation = ({ action, name, messages }: AsyncApiChannel) => ({
  action,
  channel: to('channels', name),
  messages: messages.map((message) => to('channels', name, 'messages', message.name)),
});

function messageObject({ envelope, envelopeOfExample }: AsyncApiChannel, message: MessageContract) {
  const { name, title, description, examples } = message;
  const schema = to('components', 'schemas', name);
  return {
    name,
    title,
    description,
    payload: envelope ? envelope(message, schema) : schema,
    examples: examples.map((example) => ({ name, payload: envelopeOfExample?.(message, example) ?? example })),
  };
}

/** AsyncAPI's own schemas are those of draft 7. */
function schemaObject(message: MessageContract): object {
  const { $schema: _draft, ...schema } = jsonSchema(message, 'draft-7');
  return schema;
}
