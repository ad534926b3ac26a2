import type { DeliveryEventDetail } from '../../lib/contract/events/details';
import { isDeliveryEvent, isTextReceivedEvent, type PipelineEvent } from '../../lib/contract/events/schema-violations';
import { formatReference } from '../../lib/contract/identity';
import type { NotifyStandIn } from '../../lib/testing';
import { acceptedFor } from '../accepted';
import { Labels } from '../labels';
import type { About, ReportRow } from '../report';
import type { Sample, SampleText } from '../samples';
import type { CloudAddress } from './cloud-address';
import type { Outputs } from './cdk';
import { DeployedPipeline } from './deployed-pipeline';
import { until } from './until';

export interface SendSettings {
  readonly address: CloudAddress;
  readonly outputs: Outputs;
  readonly standIn: NotifyStandIn;
  readonly samples: readonly Sample[];
  /** What people send to the service meanwhile. */
  readonly texts: readonly SampleText[];
  /** Gets every event. */
  readonly onEvent: (event: PipelineEvent, about: About) => void;
  readonly signal?: AbortSignal;
}

/** A message that is held goes back after a minute, and what happened to it is asked for a minute later. */
const within = 4 * 60_000;

/** Sends messages through a deployed pipeline, and waits until each has come as far as it does within minutes. */
export async function sendSamples({
  address,
  outputs,
  standIn,
  samples,
  texts,
  onEvent,
  signal,
}: SendSettings): Promise<ReportRow[]> {
  const publishedAt = Date.now();
  const { PipelineId: pipelineId = '' } = outputs;
  const labels = new Labels(pipelineId);
  const comeBack = new Set(samples.filter(({ comesBack }) => comesBack).map(({ label }) => label));
  const told = { texts: 0 };
  const pipeline = await DeployedPipeline.open(address, outputs, (event) => {
    if (isTextReceivedEvent(event)) told.texts += 1;
    if (!isDeliveryEvent(event)) return onEvent(event, { label: 'unknown', publishedAt, byCallback: true });
    const { delivery_id } = event.detail;
    const [label = 'unknown'] = labels.of(delivery_id);
    const byCallback = standIn.callbackAttempts.some(({ body }) => body.includes(delivery_id));
    onEvent(event, { label, publishedAt, byCallback });
  });
  try {
    for (const { label, body, urgent, comesBack } of samples) {
      const deliveryId = labels.add(label, body, await pipeline.publish(body, urgent ? { urgent } : {}));
      if (comesBack)
        standIn.control.endAs({ reference: formatReference({ pipelineId, deliveryId }) }, 'returned-letter');
    }
    for (const text of texts) standIn.control.receiveText(text);
    const rows = (): ReportRow[] =>
      labels
        .all((id) => pipeline.find(id))
        .map((row) => ({ ...row, publishedAt, accepted: acceptedFor(standIn, row.delivery) }));
    const isDone = (): boolean =>
      told.texts >= texts.length &&
      rows().reduce((sum, row) => sum + row.labels.length, 0) === samples.length &&
      rows().every(({ delivery, labels: [label = ''] }) => isSettled(delivery, comeBack.has(label)));
    await until('every sample has come to its end', isDone, { within, signal });
    return rows().map((row) => ({ ...row, delivery: withNotifysWord(row.delivery, standIn) }));
  } finally {
    await pipeline.close();
  }
}

/** Letters are asked for once an hour, which nobody waits for here. Notify reports one that comes back. */
function isSettled({ state, type }: DeliveryEventDetail, comesBack: boolean): boolean {
  const isLetter = type === 'letter' || type === 'precompiled_letter';
  if (comesBack) return state === 'failed';
  return state === 'sent' ? isLetter : state !== 'sending' && state !== 'held';
}

/** What Notify would tell the poll function about a message that is on its way. */
function withNotifysWord(delivery: DeliveryEventDetail, { notifications }: NotifyStandIn): DeliveryEventDetail {
  if (delivery.state !== 'sent') return delivery;
  const status = notifications.byId(delivery.notification_id ?? '')?.status;
  return { ...delivery, ...(status ? { status } : {}) };
}
