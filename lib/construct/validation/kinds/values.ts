import { RemovalPolicy, type Duration } from 'aws-cdk-lib';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { isObject, isToken, type Kind } from './kind';

// Values of JavaScript, and of the CDK's own classes and enums.

export const text: Kind = {
  type: 'string',
  what: 'text',
  how: 'a string',
  fits: (value) => typeof value === 'string' || isToken(value),
};

export const textArray: Kind = {
  type: 'string[]',
  what: 'an array of texts',
  how: "an array such as ['licences']",
  fits: (value) => Array.isArray(value) && value.every(text.fits),
};

export const number: Kind = {
  type: 'number',
  what: 'a number',
  how: 'a number, without quotes',
  fits: (value) => typeof value === 'number' || isToken(value),
};

export const flag: Kind = {
  type: 'boolean',
  what: 'true or false, and known at synth',
  how: 'true or false, without quotes',
  fits: (value) => typeof value === 'boolean',
};

export const duration: Kind = {
  type: 'Duration',
  what: 'a finite Duration',
  how: 'one such as Duration.days(30)',
  fits: (value) =>
    isDuration(value) && (value.isUnresolved() || Number.isFinite(value.toMilliseconds({ integral: false }))),
};

function isDuration(value: unknown): value is Duration {
  return (
    isObject(value) && typeof value['toMilliseconds'] === 'function' && typeof value['isUnresolved'] === 'function'
  );
}

export const removalPolicy: Kind = {
  type: 'RemovalPolicy',
  what: 'a RemovalPolicy',
  how: 'RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
  fits: (value) => Object.values(RemovalPolicy).some((policy) => policy === value),
};

export const tracing: Kind = {
  type: 'Tracing',
  what: 'a Tracing',
  how: 'Tracing.ACTIVE, Tracing.PASS_THROUGH or Tracing.DISABLED',
  fits: (value) => Object.values(Tracing).some((mode) => mode === value),
};

export const retentionDays: Kind = {
  type: 'RetentionDays',
  what: 'one of RetentionDays',
  how: 'one such as RetentionDays.THREE_MONTHS',
  fits: (value) => isToken(value) || (typeof value === 'number' && value in RetentionDays),
};
