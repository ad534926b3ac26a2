/**
 * Reads what a pipeline has on record of its messages.
 *
 * @module records
 */

export type { ClientOfSdk } from './client-of-sdk';
export type { DeliveryRecord } from './delivery-record';
export type { Recipient } from './recipient';
export { NotifyRecords } from './records';
export type { RecordsOfPipelineOptions, NotificationSource, NotifyRecordsOptions } from './records-options';
