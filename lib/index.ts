export * from './construct';
export { detailTypes, eventSource, type DeliveryEventDetail } from './contract/events';
export { metrics } from './contract/metrics';
export type { DeliveryState, Failure } from './contract/delivery';
