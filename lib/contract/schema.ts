/** One thing that is wrong with a value, and where in it. */
export interface SchemaIssue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly message: string;
}

/** What a `Schema` says of a value that does not fit. */
export interface SchemaError extends Error {
  readonly issues: readonly SchemaIssue[];
}

type Validated<Value> =
  { readonly value: Value; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/**
 * Checks a value that came from outside. It is a Standard Schema, so any library that takes one takes it.
 *
 * @see https://standardschema.dev/
 */
export interface Schema<Value> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: Value; readonly output: Value } | undefined;
    readonly validate: (value: unknown) => Validated<Value> | Promise<Validated<Value>>;
  };
  /**
   * Gives the value, without the fields that the schema does not name.
   * @throws SchemaError when it does not fit
   */
  parse(value: unknown): Value;
  /** The same, but an error is given back instead of thrown. */
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: SchemaError };
}
