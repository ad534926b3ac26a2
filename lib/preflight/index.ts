/**
 * Refuses before the queue what Notify would refuse after it: `cdk-govuk-notify/preflight`.
 *
 * @packageDocumentation
 */
export { createPreflight } from './preflight';
export type { Preflight, PreflightOptions } from './preflight';
