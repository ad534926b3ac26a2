/**
 * The construct: a pipeline in your stack.
 *
 * @module cdk-govuk-notify
 */

export * from './construct';
export { detailTypes, eventSource, type DetailType } from './contract/events/names';
export { metrics } from './contract/metrics';
export type { DeliveryState, Failure } from './contract/delivery';
