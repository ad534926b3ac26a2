import asyncApi3 from '@asyncapi/specs/schemas/3.0.0.json';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventContracts, eventDocuments } from '../../../build/contract/events';
import { detailTypes } from '../../../lib/contract/events/names';

const folder = resolve(__dirname, '../../../docs/events');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

// That they are valid instants and UUIDs is checked through zod.
const terms = { strict: true, validateFormats: false };
/** A document is more than a schema. */
const loosely = { strict: false, validateFormats: false };

describe('docs/events', () => {
  const documents = eventDocuments();

  test('the folder has exactly what `npm run docs:contracts` writes', () => {
    expect(readdirSync(folder).toSorted()).toEqual([...documents.keys()].toSorted());
    for (const [name, text] of documents) expect(read(name)).toBe(text);
  });

  test('every event has a schema', () => {
    const titles = eventContracts.map(({ title }) => title);
    expect(titles.toSorted()).toEqual(Object.values(detailTypes).toSorted());
  });
});

describe.each(eventContracts)('JSON Schema of $title', ({ name, examples: [example = {}], schema }) => {
  const published = JSON.parse(read(`${name}.schema.json`)) as { examples: object[] };
  const validate = new Ajv2020(terms).compile(published);

  test('the example fits the JSON Schema and the zod schema', () => {
    expect(published.examples).toEqual([example]);
    expect([validate(example), validate.errors]).toEqual([true, null]);
    expect(schema.parse(example)).toEqual(example);
  });

  test('the schema accepts fields added later, and refuses another version or a missing required field', () => {
    expect(validate({ ...example, added_later: 1 })).toBe(true);
    expect(validate({ ...example, version: '2' })).toBe(false);
    for (const field of ['event_id', 'pipeline_id']) {
      expect(validate({ ...example, [field]: undefined })).toBe(false);
    }
  });
});

describe('AsyncAPI document of the events', () => {
  const document = JSON.parse(read('asyncapi.json')) as {
    components: { messages: Record<string, { payload: object; examples: { payload: object }[] }> };
  };

  test('the document is valid AsyncAPI 3.0', () => {
    const validate = new Ajv({ ...loosely, meta: false, validateSchema: false }).compile(asyncApi3);
    expect([validate(document), validate.errors]).toEqual([true, null]);
  });

  test('every event has an example that fits, as EventBridge delivers it', () => {
    const ajv = new Ajv(loosely).addSchema({ $id: 'document', ...document });
    const names = Object.keys(document.components.messages);
    expect(names).toHaveLength(eventContracts.length);
    for (const name of names) {
      const validate = ajv.compile({ $ref: `document#/components/messages/${name}/payload` });
      const [example] = document.components.messages[name]?.examples ?? [];
      expect([validate(example?.payload), validate.errors]).toEqual([true, null]);
      expect(validate({ ...example?.payload, detail: {} })).toBe(false);
    }
  });
});
