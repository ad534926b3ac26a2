import type * as z from 'zod/mini';
import { describeIssues } from '../contract/describe-issues';

/**
 * A value from outside as what it should be.
 *
 * @param what is named in the error
 * @throws Error that names the properties that are wrong, and says what they must be
 */
export function readAs<Value>(schema: z.ZodMiniType<Value>, value: unknown, what: string): Value {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  throw new Error(`${what} is wrong: ${describeIssues(read.error.issues, 'it')}`);
}
