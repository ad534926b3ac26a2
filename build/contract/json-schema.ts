import * as z from 'zod/mini';

/** A message that others read or write, as its contract shows it. */
export interface MessageContract {
  /** The name of its file, and of its place in the AsyncAPI document. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: z.ZodMiniType;
  /** Some that fit the schema. */
  readonly examples: readonly object[];
  /** What a field is for, by its name. */
  readonly fields?: Readonly<Record<string, string>>;
}

type Draft = 'draft-2020-12' | 'draft-7';

/**
 * The schema as JSON Schema, for programs in other languages that write or read the message. It says nothing of fields that
 * it does not name, unless they are refused.
 * @see https://json-schema.org/draft/2020-12
 */
export function jsonSchema(
  { title, description, schema, examples, fields = {} }: MessageContract,
  target: Draft = 'draft-2020-12',
) {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target,
    io: 'input',
    // What has a format needs no pattern of three lines to say the same.
    override: ({ jsonSchema: each }) => {
      if (each.format) delete each.pattern;
    },
  });
  // Only once all of it is there: until then, fields that share a schema are one object.
  for (const { properties = {} } of [rest, ...(rest.oneOf ?? [])]) {
    for (const [name, property] of Object.entries(properties)) {
      const text = fields[name];
      if (text !== undefined && typeof property === 'object') property.description = text;
    }
  }
  return { $schema, title, description, ...rest, examples };
}
