/**
 * An error of the pipeline's own. Its text holds no key, no recipient and no content, so it may be logged and kept in a
 * record.
 */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';
}
