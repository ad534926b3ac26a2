import type { IConstruct } from 'constructs';

/**
 * A pipeline cannot be as it was asked for. The text says of which construct, which props or context it is, the values they
 * have and what to do, and is all that whoever asked needs to see.
 *
 * @example
 * try {
 *   new NotifyPipeline(this, 'Notify', { apiKeySecret, pollInterval: Duration.seconds(1) });
 * } catch (error) {
 *   if (error instanceof InvalidSettingsError) console.error(error.message); // 'MyService/Notify: pollInterval must …'
 * }
 */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';

  /** @param construct whose path the text begins with, if it is of one */
  constructor(message: string, construct?: IConstruct) {
    super(construct ? `${construct.node.path}: ${message}` : message);
  }
}
