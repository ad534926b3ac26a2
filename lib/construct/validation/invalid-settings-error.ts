import type { IConstruct } from 'constructs';

/**
 * The props or the context cannot work. The text says which construct and which prop it is, the value, and what to do. It is
 * all that the person needs to see.
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
