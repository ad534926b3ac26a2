import { Token } from 'aws-cdk-lib';

/** What a value can be, said of a type for those who have no types. */
export interface Kind {
  /** The type's name in TypeScript. */
  readonly type: string;
  /** What it is, with its article. */
  readonly what: string;
  /** How to make one, after `use`. */
  readonly how: string;
  /** Whether it may be a secret, so that no value in its place is shown. */
  readonly isSecret?: boolean;
  readonly fits: (value: unknown) => boolean;
}

export const known = (value: unknown): boolean => !Token.isUnresolved(value);

/** A value that only the deployment knows can stand for a text or a number, but not for what synth decides by. */
export const isToken = (value: unknown): boolean => !known(value) && !Array.isArray(value);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && known(value);

/** An object literal, also of another realm. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A construct of the CDK by what only its kind has, rather than by its class: an app can hold two copies of the CDK, and an
 * interface may be anybody's.
 */
export function isResource(value: unknown, attribute: string, method: string): boolean {
  return isObject(value) && isObject(value['node']) && attribute in value && typeof value[method] === 'function';
}

export const resource = (type: string, what: string, how: string, attribute: string, method: string): Kind => ({
  type,
  what,
  how,
  fits: (value) => isResource(value, attribute, method),
});

/** Whether it has no other names than these, and each value that it has fits. */
export function hasOnly(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  fits: (value: unknown) => boolean = () => true,
): boolean {
  return Object.entries(value).every(([name, each]) => names.includes(name) && (each === undefined || fits(each)));
}
