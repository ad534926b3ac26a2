import { RemovalPolicy } from 'aws-cdk-lib';
import { InvalidSettingsError } from '../validation/invalid-settings-error';

// What a value of the context says. Each throws an InvalidSettingsError that names the key if it cannot be read.

export function text(value: unknown, key: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new InvalidSettingsError(
    `context ${key} must be text, got ${JSON.stringify(value)}: give it as -c ${key}=VALUE or leave it out`,
  );
}

/** An ARN in its place would do until somebody asks for what has it for a name. */
export function name(value: unknown, key: string): string | undefined {
  const read = text(value, key);
  if (!read?.startsWith('arn:')) return read;
  throw new InvalidSettingsError(
    `context ${key} must be a name and not an ARN, got ${JSON.stringify(value)}: give it as -c ${key}=NAME or leave it out`,
  );
}

export function number(value: unknown, key: string): number | undefined {
  if (value === undefined) return undefined;
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read === 'number' && Number.isFinite(read) && read >= 0) return read;
  throw new InvalidSettingsError(
    `context ${key} must be a number and not less than 0, got ${JSON.stringify(value)}: give it as -c ${key}=NUMBER or leave it out`,
  );
}

export function flag(value: unknown, key: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new InvalidSettingsError(
    `context ${key} must be true or false, got ${JSON.stringify(value)}: give it as -c ${key}=true or leave it out`,
  );
}

/** `staging=ARN,test=ARN` from the command line, an object of ARNs from cdk.json. */
export function routes(value: unknown, key: string): Readonly<Record<string, string>> {
  const pairs =
    typeof value === 'string' ? value.split(',').map((pair) => pair.split('=')) : Object.entries(value ?? {});
  const whole = pairs.every((pair) => pair.length === 2 && pair.every((part) => typeof part === 'string' && part));
  if (whole) return Object.fromEntries(pairs) as Record<string, string>;
  throw new InvalidSettingsError(
    `context ${key} must be pipeline ids with the ARNs of event buses, got ${JSON.stringify(value)}: give it as -c ${key}=ID=ARN,ID=ARN or leave it out`,
  );
}

export function removalPolicy(value: unknown, key: string): RemovalPolicy | undefined {
  const policy = text(value, key)?.toLowerCase();
  switch (policy) {
    case undefined:
      return undefined;
    case 'retain':
      return RemovalPolicy.RETAIN;
    case 'destroy':
      return RemovalPolicy.DESTROY;
    default:
      throw new InvalidSettingsError(
        `context ${key} must be retain or destroy, got '${policy}': give it as -c ${key}=retain or leave it out`,
      );
  }
}
