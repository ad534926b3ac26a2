import * as z from 'zod/mini';

/** A message that others read or write, as its contract shows it. */
export interface MessageContract {
  /** The name of its file, and of its place in the AsyncAPI document. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: z.ZodMiniType;
  /** One that fits the schema. */
  readonly example: object;
}

type Draft = 'draft-2020-12' | 'draft-7';

/**
 * The schema as JSON Schema, for whoever gives or gets the message in another language. It says nothing of fields that
 * it does not name, unless they are refused.
 * @see https://json-schema.org/draft/2020-12
 */
export function jsonSchema({ title, description, schema, example }: MessageContract, target: Draft = 'draft-2020-12') {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    target,
    io: 'input',
    // What has a format needs no pattern of three lines to say the same.
    override: ({ jsonSchema: each }) => {
      if (each.format) delete each.pattern;
    },
  });
  return { $schema, title, description, ...rest, examples: [example] };
}
