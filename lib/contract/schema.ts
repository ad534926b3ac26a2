/** One thing that is wrong with a value, and where in it. */
export interface SchemaIssue {
  /** Where it is: the names and indexes that lead to the field. Not there if the whole value is wrong. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** What is wrong, in English. */
  readonly message: string;
}

/** What a `Schema` says of a value that does not fit. */
export interface SchemaError extends Error {
  /** What is wrong, one entry for each field. */
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
  /** What libraries that take a Standard Schema use. */
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: Value; readonly output: Value } | undefined;
    readonly validate: (value: unknown) => Validated<Value> | Promise<Validated<Value>>;
  };
  /**
   * Returns the value, without the fields that the schema does not name.
   *
   * @throws SchemaError when it does not fit
   *
   * @example
   * const { event_id } = deliveryDetails.sent.parse(event.detail);
   */
  parse(value: unknown): Value;
  /**
   * The same, but it returns an error instead of throwing it.
   *
   * @example
   * const result = deliveryDetails.sent.safeParse(event.detail);
   * if (!result.success) console.error(result.error.issues);
   */
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: SchemaError };
}
