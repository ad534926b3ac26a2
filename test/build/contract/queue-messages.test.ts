import asyncApi3 from '@asyncapi/specs/schemas/3.0.0.json';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fieldDescriptions } from '../../../build/contract/field-descriptions';
import { messageExamples } from '../../../build/contract/message-examples';
import { contractDocuments } from '../../../build/contract/queue-messages';
import { messageSchemas, type MessageType } from '../../../lib/contract/message';
import { checkQueueMessage } from '../../../lib/contract/parse-message';

const folder = resolve(__dirname, '../../../docs/contract');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const terms = { strict: true, validateFormats: false };
const loosely = { strict: false, validateFormats: false };

const examples = Object.entries(messageExamples).flatMap(([type, all]) =>
  all.map((example) => [type as MessageType, example] as const),
);

/** The name and description of each field of a message, wherever in a document its schema stands. */
function fieldsIn(document: unknown): (readonly [string, unknown])[] {
  if (typeof document !== 'object' || document === null) return [];
  const { properties = {} } = document as { properties?: Readonly<Record<string, { description?: unknown }>> };
  const fields = Object.entries(properties).map(([name, { description }]) => [name, description] as const);
  return [...fields, ...Object.values(document).flatMap(fieldsIn)];
}

describe('docs/contract', () => {
  test('the folder has exactly what `npm run docs:contracts` writes', () => {
    const documents = contractDocuments();
    expect(readdirSync(folder).toSorted()).toEqual([...documents.keys()].toSorted());
    for (const [name, text] of documents) expect(read(name)).toBe(text);
  });

  test('every field of a message has a description, and no other field has one', () => {
    const fields = Object.values(messageSchemas).flatMap(({ shape }) => Object.keys(shape));
    expect(Object.keys(fieldDescriptions).toSorted()).toEqual([...new Set(fields)].toSorted());
  });

  test.each([...contractDocuments().keys()])('the document %s describes every field in the same words', (name) => {
    const said = fieldsIn(JSON.parse(read(name)));
    expect(new Set(said.map(([field]) => field))).toEqual(new Set(Object.keys(fieldDescriptions)));
    for (const [field, description] of said) expect([field, description]).toEqual([field, fieldDescriptions[field]]);
  });
});

describe('JSON Schema of the queue message', () => {
  const published = JSON.parse(read('queue-message.schema.json')) as { $schema: string; examples: object[] };
  const validate = new Ajv2020(terms).compile(published);

  test('the schema is draft 2020-12 and has an example of every message type', () => {
    expect(published.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(published.examples).toEqual(examples.map(([, example]) => example));
    expect(new Set(examples.map(([type]) => type)).size).toBe(Object.keys(messageSchemas).length);
  });

  test.each(examples)('the example %s %# is accepted by the schema and by the send function', (_type, example) => {
    expect([validate(example), validate.errors]).toEqual([true, null]);
    expect(checkQueueMessage(example)).toEqual({ ok: true, message: example });
  });

  test.each(examples)(
    'wrong versions of the example %s %# are refused by the schema and by the send function',
    (_type, example) => {
      const required = ['type', 'template_id', 'content', 'email_address', 'phone_number'];
      const bad = [
        ...required.filter((field) => field in example).map((field) => ({ ...example, [field]: undefined })),
        ...Object.keys(example).map((field) => ({ ...example, [field]: 7 })),
        { ...example, unknown_field: 'x' },
        { ...example, type: 'pigeon' },
        { ...example, reference: 'x'.repeat(901) },
        { ...example, idempotency_key: '' },
        { ...example, metadata: { team: 1 } },
        [example],
      ];
      for (const message of bad) expect([validate(message), checkQueueMessage(message).ok]).toEqual([false, false]);
    },
  );
});

describe('AsyncAPI document of the queues', () => {
  const document = JSON.parse(read('asyncapi.json')) as {
    channels: Record<string, { messages: object }>;
    components: { messages: Record<string, { examples: { payload: object }[] }> };
  };

  test('the document is valid AsyncAPI 3.0', () => {
    const validate = new Ajv({ ...loosely, meta: false, validateSchema: false }).compile(asyncApi3);
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  test('both queues accept every message type, with examples that fit', () => {
    const ajv = new Ajv(loosely).addSchema({ $id: 'document', ...document });
    const names = ['email', 'sms', 'letter', 'precompiled-letter'];
    expect(Object.keys(document.channels)).toEqual(['queue', 'urgent-queue']);
    for (const { messages } of Object.values(document.channels)) expect(Object.keys(messages)).toEqual(names);
    for (const name of names) {
      const validate = ajv.compile({ $ref: `document#/components/schemas/${name}` });
      const shown = document.components.messages[name]?.examples ?? [];
      expect(shown.length).toBeGreaterThan(0);
      for (const { payload } of shown) expect([validate(payload), validate.errors]).toEqual([true, null]);
    }
  });
});
