export * from './notify-pipeline';
export { NotifyPipelineBase } from './notify-pipeline-base';
export * from './notify-pipeline-props';
export * from './queues/callback-route';
export type { PipelineAlarms } from './alarms/pipeline-alarms';
export type { DeliveriesTable } from './storage/deliveries-table';
export type { HeldQueues } from './queues/held-queues';
export type { NotifyPipelineAttributes } from './imported-pipeline';
export type { LetterPdfQueues } from './queues/letter-pdf-queues';
