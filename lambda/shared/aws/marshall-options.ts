/**
 * How values become DynamoDB's. Without the second an object with a field named `constructor` is taken for an instance of
 * some class, and refused.
 */
export const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true } as const;
