import { RemovalPolicy } from 'aws-cdk-lib';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { EventSelection, NotificationEvent } from '../events/event-selection';
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
    `context ${key} must be a number, at least 0, got ${JSON.stringify(value)}: give it as -c ${key}=NUMBER or leave it out`,
  );
}

export function flag(value: unknown, key: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new InvalidSettingsError(
    `context ${key} must be true or false, got ${JSON.stringify(value)}: give it as -c ${key}=true or leave it out`,
  );
}

/** `a,b` from the command line, a list from cdk.json. No value is shown: it may be somebody's address. */
export function texts(value: unknown, key: string): string[] | undefined {
  if (value === undefined) return undefined;
  const read: unknown = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
  if (Array.isArray(read) && read.length > 0 && read.every((each) => typeof each === 'string' && each !== ''))
    return read;
  throw new InvalidSettingsError(
    `context ${key} must be texts separated by commas, or a list of texts: give it as -c ${key}=VALUE,VALUE or leave it out`,
  );
}

/** `staging=ARN,test=ARN` from the command line, an object of ARNs from cdk.json. */
export function routes(value: unknown, key: string): Readonly<Record<string, string>> {
  const pairs =
    typeof value === 'string' ? value.split(',').map((pair) => pair.split('=')) : Object.entries(value ?? {});
  const whole = pairs.every((pair) => pair.length === 2 && pair.every((part) => typeof part === 'string' && part));
  if (whole) return Object.fromEntries(pairs) as Record<string, string>;
  throw new InvalidSettingsError(
    `context ${key} must be pipeline ids, each with the ARN of an event bus, got ${JSON.stringify(value)}: give it as -c ${key}=ID=ARN,ID=ARN or leave it out`,
  );
}

/** The ARNs of topics by the severities of alarms. */
export interface TopicArns {
  readonly p1?: string;
  readonly p2?: string;
  readonly p3?: string;
}

/** `p1=ARN,p2=ARN` from the command line, an object of ARNs from cdk.json. */
export function topics(value: unknown, key: string): TopicArns | undefined {
  if (value === undefined) return undefined;
  const pairs =
    typeof value === 'string' ? value.split(',').map((pair) => pair.split('=')) : Object.entries(value ?? {});
  const isGood = ([name, arn, ...more]: readonly unknown[]) =>
    /^p[123]$/.test(String(name)) && typeof arn === 'string' && arn.startsWith('arn:') && more.length === 0;
  if (pairs.length > 0 && pairs.every(isGood)) return Object.fromEntries(pairs) as TopicArns;
  throw new InvalidSettingsError(
    `context ${key} must be severities, each with the ARN of an SNS topic, got ${JSON.stringify(value)}: give it as -c ${key}=p1=ARN,p2=ARN,p3=ARN or leave it out`,
  );
}

export function removalPolicy(value: unknown, key: string): RemovalPolicy | undefined {
  const policy = text(value, key)?.toLowerCase();
  switch (policy) {
    case undefined:
      return undefined;
    case 'retain':
      return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    case 'destroy':
      return RemovalPolicy.DESTROY;
    default:
      throw new InvalidSettingsError(
        `context ${key} must be retain or destroy, got '${policy}': give it as -c ${key}=retain or leave it out`,
      );
  }
}

export function tracing(value: unknown, key: string): Tracing | undefined {
  const mode = text(value, key)?.toLowerCase();
  switch (mode) {
    case undefined:
      return undefined;
    case 'active':
      return Tracing.ACTIVE;
    case 'pass-through':
      return Tracing.PASS_THROUGH;
    case 'disabled':
      return Tracing.DISABLED;
    default:
      throw new InvalidSettingsError(
        `context ${key} must be active, pass-through or disabled, got '${mode}': give it as -c ${key}=active or leave it out`,
      );
  }
}

/** `final-only`, or the events themselves in any case, such as `failed,sent-untracked`. */
export function events(value: unknown, key: string): EventSelection | undefined {
  const read = text(value, key)?.toLowerCase();
  if (read === undefined) return undefined;
  const selections: Readonly<Record<string, () => EventSelection>> = {
    all: () => EventSelection.all(),
    'without-sending': () => EventSelection.withoutSending(),
    'final-only': () => EventSelection.finalOnly(),
  };
  if (Object.hasOwn(selections, read)) return selections[read]?.();
  const named = read.split(',').map((word) => eventsByWord.get(word.trim()));
  const known = named.filter((event) => event !== undefined);
  if (known.length === named.length) return EventSelection.of(...known);
  const words = [...Object.keys(selections), ...eventsByWord.keys()].join(', ');
  throw new InvalidSettingsError(
    `context ${key} must be one of ${words}, or several events separated by commas, got '${read}': give it as -c ${key}=final-only or leave it out`,
  );
}

const eventsByWord: ReadonlyMap<string, NotificationEvent> = new Map(
  Object.entries(NotificationEvent).map(([name, event]) => [name.toLowerCase().replace('_', '-'), event]),
);
