/**
 * An error of the pipeline's own. Its text holds no key, no recipient and no content, so it may be logged and kept in a
 * record.
 */
export class PipelineError extends Error {
  override readonly name: string = 'PipelineError';
}

/** Something that somebody has to set or mend, such as a secret that is empty. No message is to blame for it. */
export class SettingError extends PipelineError {
  override readonly name: string = 'SettingError';
}
