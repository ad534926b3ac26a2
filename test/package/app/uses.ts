// What a program says in types: compiled as CommonJS and as an ES module, as strictly as can be, with nothing else installed.
import { complaintDetail, deliveryDetails, type DeliveryEventDetail, type Schema } from 'cdk-govuk-notify/events';
import { NotifyApiError, NotifyClient, NotifyError, type Notification } from 'cdk-govuk-notify/notify';
import { createPreflight, type Preflight } from 'cdk-govuk-notify/preflight';
import {
  InvalidMessageError,
  NotifyPublisher,
  smsSender,
  type Publishes,
  type PublishResult,
  type Value,
} from 'cdk-govuk-notify/publisher';
import { apiKey, NotifyStandIn, type World } from 'cdk-govuk-notify/testing';

const detail: DeliveryEventDetail = deliveryDetails.delivered.parse({});
export const state: 'delivered' = deliveryDetails.delivered.parse({}).state;
export const deliveryId: string = detail.delivery_id;
// @ts-expect-error it is text
export const wrong: number = detail.delivery_id;
const read = deliveryDetails.failed.safeParse({});
export const failure: string = read.success ? read.data.failure : read.error.message;
export const schema: Schema<{ readonly complained_at: string }> = complaintDetail;

const standIn = new NotifyStandIn();
export const world: World = standIn.world;
export const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
export const sent: Promise<Notification> = notify.getNotification('id');

export const preflight: Preflight = createPreflight({ permissions: ['email'] });
export const publisher = new NotifyPublisher({ queueUrl: 'q', pipelineId: 'p', preflight });
export const fake: NotifyPublisher = new NotifyPublisher({
  queueUrl: 'q',
  pipelineId: 'p',
  sqsClient: { send: async () => ({}) },
});
const publishes: Publishes = publisher;
export const code = smsSender<{ code: Value }>(publishes, { id: 'a', version: 1 });
// @ts-expect-error the template needs a code
void code({ to: '07900 900123', personalisation: {} });

export const results = (result: PublishResult): string => (result.ok ? result.deliveryId : result.error.message);
export function said(error: unknown): string {
  if (error instanceof NotifyApiError) return `${error.status} ${error.details[0]?.error}`;
  if (error instanceof NotifyError) return error.message;
  return error instanceof InvalidMessageError ? error.message : 'unknown';
}
