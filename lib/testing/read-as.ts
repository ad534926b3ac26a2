import * as z from 'zod/mini';

const { localeError } = z.locales.en();

/**
 * A value from outside as what it should be.
 *
 * @param what is named in the error
 * @throws Error that names the first property that is wrong, and why
 */
export function readAs<Value>(schema: z.ZodMiniType<Value>, value: unknown, what: string): Value {
  const read = schema.safeParse(value, { error: localeError });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const steps = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)) ?? [];
  const place = steps.length === 0 ? '' : ` at ${steps.join('').replace(/^\./, '')}`;
  throw new Error(`${what} is wrong${place}: ${issue?.message ?? 'unknown'}`);
}
