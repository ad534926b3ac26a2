export * from './construct';
export { detailTypes, eventSource, type DetailType } from './contract/events/names';
export type { DeliveryEventDetail, FailedEventDetail, LetterPdfEventDetail } from './contract/events/delivery';
export type { ReceivedTextEventDetail } from './contract/events/received-text';
export type { ComplaintEventDetail } from './contract/events/complaint';
export { metrics } from './contract/metrics';
export type { DeliveryState, Failure } from './contract/delivery';
