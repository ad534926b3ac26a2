/**
 * A pipeline cannot be as it was asked for. The text says which props or context it is, the values they have and what to
 * do, and is all that whoever asked needs to see.
 */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';
}
