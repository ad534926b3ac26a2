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
  notification_type: ifGood(z.enum(['email', 'sms', 'letter'])),
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
 * Reads the body of a callback. Its shape says its kind, because Notify says it nowhere; fields that we do not know
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

/** The source of that event. It is not that of a pipeline's own events, which only the pipeline may put on its bus. */
export const routedCallbackSource = 'cdk-govuk-notify-callbacks';

const routed = z.object({
  version: z.literal('1'),
  /** The pipeline that the callback is for. */
  pipeline_id: z.string(),
  /** JSON, as it was signed: of the pipeline's id, the time, and the callback. */
  signed: z.string(),
  /** HMAC-SHA256 of `signed` with the secret that both pipelines have, in base64url. */
  signature: z.string(),
});

/** What a callback is handed on as: the detail of the event, or the body of a message on a queue. */
export type RoutedCallback = z.infer<typeof routed>;

const signedCallback = z.object({ pipeline_id: z.string(), issued_at: instant, callback: z.unknown() });

/** What is under the signature. */
export interface SignedCallback {
  readonly pipelineId: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly callback: Callback;
}

/** Writes what is to be signed. Notify's own fields are in it, without the recipient. */
export const writeSignedCallback = (
  pipelineId: string,
  { payload }: { readonly payload: Callback['payload'] },
  now: number,
): string =>
  JSON.stringify({
    pipeline_id: pipelineId,
    issued_at: new Date(now).toISOString(),
    callback: payload,
  } satisfies z.infer<typeof signedCallback>);

/** Reads what another pipeline has handed on. It is not to be believed before its signature. `undefined`: it is none. */
export function parseRoutedCallback(body: string): RoutedCallback | undefined {
  const read = routed.safeParse(jsonOf(body));
  return read.success ? read.data : undefined;
}

/** Reads what was signed. `undefined`: it is no callback. */
export function readSignedCallback(signed: string): SignedCallback | undefined {
  const read = signedCallback.safeParse(jsonOf(signed));
  const callback = read.success ? readCallback(read.data.callback) : undefined;
  if (!read.success || !callback) return undefined;
  return { pipelineId: read.data.pipeline_id, issuedAt: Date.parse(read.data.issued_at), callback };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Where callbacks for another pipeline go, an event bus or a queue, and the ARN or name of the secret to sign with. */
export type CallbackDestination = {
  readonly pipelineId: string;
  readonly signingSecret: string;
} & ({ readonly eventBusArn: string } | { readonly queueUrl: string });
