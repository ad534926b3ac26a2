export * from './notify-pipeline';
export { NotifyPipelineBase } from './notify-pipeline-base';
export * from './notify-pipeline-props';
export * from './receipt-route';
export type { PipelineAlarms } from './pipeline-alarms';
export type { DeliveriesTable } from './deliveries-table';
export type { HeldQueues } from './held-queues';
export type { NotifyPipelineAttributes } from './imported-pipeline';
export type { LetterPdfQueues } from './letter-pdf-queues';
