/** The types of JSON, as Notify's schemas name them. */
export type JsonType = 'string' | 'number' | 'object' | 'array' | 'boolean' | 'null';

/** What is wrong with a text of this format, in Notify's words without the field's name; undefined when nothing is. */
export type Format = (text: string, now: number) => string | undefined;

/** The rules for one property: a small part of JSON Schema draft 7. */
export interface PropertySchema {
  readonly type?: JsonType | readonly JsonType[];
  /** In code points. */
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  /** The values that each item of an array may have. */
  readonly itemEnum?: readonly string[];
  readonly format?: Format;
  /** Said instead of whatever is wrong. */
  readonly validationMessage?: string;
}

/** The rules for one body or query. The order of properties is the order of the errors. */
export interface ObjectSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  /** @default false */
  readonly additionalProperties?: boolean;
  /** Two properties that may not stand together, and what Notify says if they do. */
  readonly notTogether?: { readonly properties: readonly [string, string]; readonly message: string };
}
