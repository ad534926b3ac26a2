import type { IConstruct } from 'constructs';

/**
 * A pipeline cannot be as it was asked for. The text says of which construct, which props or context it is, the values they
 * have and what to do, and is all that whoever asked needs to see.
 *
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { InvalidSettingsError } from 'cdk-govuk-notify';
 *
 * declare function addStacks(app: App): void;
 *
 * try {
 *   addStacks(new App());
 * } catch (error) {
 *   if (!(error instanceof InvalidSettingsError)) throw error;
 *   console.error(error.message); // 'MyService/Notify: pollInterval must be whole minutes …'
 *   process.exitCode = 1;
 * }
 *
 * @jsii ignore
 */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';

  /** @param construct whose path the text begins with, if it is of one */
  constructor(message: string, construct?: IConstruct) {
    super(construct ? `${construct.node.path}: ${message}` : message);
  }
}
