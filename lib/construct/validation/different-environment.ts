import { Token, TokenComparison } from 'aws-cdk-lib';

/** Where a resource or a stack is. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/**
 * In what one place is known not to be another, such as `account 222222222222 and not 111111111111`. What only the
 * deployment knows is taken for the same: most stacks do not say where they are, and are where their resources are.
 */
export function differentEnvironment(
  there: Environment,
  here: Environment,
  parts: readonly (keyof Environment)[] = ['account', 'region'],
): string {
  return parts
    .filter((part) => Token.compareStrings(there[part], here[part]) === TokenComparison.DIFFERENT)
    .map((part) => `${part} ${there[part]} and not ${here[part]}`)
    .join(', ');
}
