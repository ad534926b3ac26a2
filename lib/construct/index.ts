export * from './notify-pipeline';
export { NotifyPipelineBase } from './notify-pipeline-base';
export * from './notify-pipeline-props';
export * from './i-notify-pipeline';
export * from './alarms/i-pipeline-alarms';
export * from './queues/callback-route';
export type { NotifyPipelineAttributes } from './imported-pipeline';
export type { IHeldQueues } from './queues/held-queues';
export type { ILetterPdfQueues } from './queues/letter-pdf-queues';
