import * as z from 'zod/mini';
import { catch as otherwise } from 'zod/mini';

/** What only adds to a callback: left out when it is missing, or not what it should be. */
const ifGood = <Schema extends z.ZodMiniType>(schema: Schema) => otherwise(z.optional(schema), undefined);

const id = z.guid();
const instant = z.iso.datetime();
const reference = ifGood(z.string().check(z.minLength(1)));
const template = { template_id: ifGood(id), template_version: ifGood(z.int()) };

/** The words of Notify's statuses. Nothing that holds a number or an address is one. */
const status = z.string().check(z.maxLength(50), z.regex(/^[a-z]+(?:[-_ ][a-z]+)*$/i));

const deliveryReceipt = z.object({
  id,
  reference,
  status,
  created_at: ifGood(instant),
  completed_at: ifGood(instant),
  ...template,
});

const returnedLetter = z.object({ notification_id: id, reference, date_sent: z.string(), ...template });

const receivedText = z.object({
  id,
  source_number: z.string(),
  destination_number: z.string(),
  message: z.string(),
  date_received: instant,
});

const complaint = z.object({
  notification_id: id,
  complaint_id: id,
  reference,
  complaint_date: ifGood(instant),
});

const schemas = { deliveryReceipt, returnedLetter, receivedText, complaint };

/** The kinds of callback that Notify makes. */
export type CallbackKind = keyof typeof schemas;

/** What is read of a callback of each kind. Whom a message was for is not among it. */
export type CallbackPayload<Kind extends CallbackKind> = z.infer<(typeof schemas)[Kind]>;

export type Callback = {
  readonly [Kind in CallbackKind]: { readonly kind: Kind; readonly payload: CallbackPayload<Kind> };
}[CallbackKind];

/**
 * Reads the body of a callback. Its kind is told by its shape, for Notify says it nowhere; fields that we do not know
 * are left out. `undefined` when it is none.
 * @see https://docs.notifications.service.gov.uk/rest-api.html#callbacks
 */
export function readCallback(json: unknown): Callback | undefined {
  for (const kind of Object.keys(schemas) as CallbackKind[]) {
    const read = schemas[kind].safeParse(json);
    if (read.success) return { kind, payload: read.data } as Callback;
  }
  return undefined;
}

/** The `detail-type` of the event by which one pipeline hands a callback on to the pipeline that it is for. */
export const routedCallback = 'Callback Routed';

/** What it is handed on as: the detail of the event, or the body of a message on a queue. */
export interface RoutedCallback {
  readonly version: '1';
  /** The pipeline that the callback is for. */
  readonly pipeline_id: string;
  /** Notify's own fields, without the recipient. */
  readonly callback: Callback['payload'];
}

/** Reads what another pipeline has handed on. `undefined` when it is no callback. */
export function parseRoutedCallback(body: string): Callback | undefined {
  try {
    return readCallback((JSON.parse(body) as { callback?: unknown }).callback);
  } catch {
    return undefined;
  }
}

/** Where callbacks for another pipeline go: an event bus or a queue. */
export type CallbackDestination =
  | { readonly pipelineId: string; readonly eventBusArn: string }
  | { readonly pipelineId: string; readonly queueUrl: string };
