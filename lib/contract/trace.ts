/** Where a message is in a trace, in hexadecimal digits. */
interface TraceContext {
  /** 32 digits, not all of them 0. */
  readonly traceId: string;
  /** 16 digits, not all of them 0: the span that the next one is a child of. */
  readonly parentId: string;
  readonly isSampled: boolean;
}

/**
 * The `traceparent` that says the same as a trace header of X-Ray. `undefined`: the header names no trace.
 *
 * A header may leave its parent out, which a `traceparent` cannot. Then the last half of the trace id stands for it, so that
 * the same header always gives the same.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceparentOf(traceHeader: string): string | undefined {
  const fields = new Map(traceHeader.split(';').map(readField));
  const [, time = '', rest = ''] = /^1-([\da-f]{8})-([\da-f]{24})$/.exec(fields.get('root') ?? '') ?? [];
  const traceId = time + rest;
  const parentId = fields.get('parent') ?? traceId.slice(16);
  if (!isId(traceId, 32) || !isId(parentId, 16)) return undefined;
  return writeTraceparent({ traceId, parentId, isSampled: fields.get('sampled') === '1' });
}

/**
 * The trace header of X-Ray that says the same as a `traceparent`. `undefined`: it is none.
 *
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function traceHeaderOf(traceparent: string): string | undefined {
  const context = readTraceparent(traceparent);
  if (!context) return undefined;
  const { traceId, parentId, isSampled } = context;
  return `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${parentId};Sampled=${isSampled ? 1 : 0}`;
}

/** A `traceparent` as version 00 writes it. `undefined`: it is none. */
export function normalTraceparent(traceparent: string): string | undefined {
  const context = readTraceparent(traceparent);
  return context && writeTraceparent(context);
}

/**
 * What SQS is given beside a message, so that the message is in the trace of that header. SQS does not count it towards the
 * size of the message. Without it the SDK would put the message into the trace of the function that sends it.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageSystemAttributeValue.html
 */
export const traceAttributes = (traceHeader: string | undefined) =>
  traceHeader === undefined || traceparentOf(traceHeader) === undefined
    ? {}
    : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } } };

function readField(field: string): [name: string, value: string] {
  const [name = '', value = ''] = field.split('=');
  return [name.trim().toLowerCase(), value.trim().toLowerCase()];
}

/** A later version may have more after the flags, and begins with what this one has. */
function readTraceparent(traceparent: string): TraceContext | undefined {
  const [, version, traceId = '', parentId = '', flags = '', more] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(traceparent) ?? [];
  const isKnown = version !== 'ff' && (version !== '00' || more === undefined);
  if (!isKnown || !isId(traceId, 32) || !isId(parentId, 16)) return undefined;
  return { traceId, parentId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const writeTraceparent = ({ traceId, parentId, isSampled }: TraceContext): string =>
  `00-${traceId}-${parentId}-${isSampled ? '01' : '00'}`;

const isId = (text: string, digits: number): boolean =>
  text.length === digits && /^[\da-f]+$/.test(text) && /[^0]/.test(text);
