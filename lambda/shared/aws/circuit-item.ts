import { lanes } from '../../../lib/contract/lane';
import { stateItems } from '../../../lib/contract/state-items';
import { circuitCauses, type Circuit } from '../holds/circuit';

type Item = Readonly<Record<string, unknown>>;

/** How long it is remembered that a lane was in trouble, in milliseconds. */
const rememberedFor = 24 * 3_600_000;

const times = ['doubtedAt', 'takenAt', 'answeredAt', 'provenAt', 'disprovenAt', 'settledUntil'] as const;

/** A circuit as an item of the deliveries table. People read it in the console, so it says when in their words too. */
export const itemOfCircuit = (circuit: Circuit): Item => ({
  id: stateItems.lane[circuit.lane],
  ...circuit,
  since_time: new Date(circuit.since).toISOString(),
  until_time: new Date(circuit.until).toISOString(),
  ttl: Math.ceil((latestOf(circuit) + rememberedFor) / 1000),
});

const latestOf = (circuit: Circuit): number =>
  Math.max(circuit.since, circuit.until, ...times.map((name) => circuit[name] ?? 0));

/** The circuit that an item is. `undefined`: it is something else, which stops nothing. */
export function circuitOf(item: Item): Circuit | undefined {
  const { id, lane, version, open, cause, reason, since, until, probes, settledReason } = item;
  const known = lanes.find((one) => one === lane && stateItems.lane[one] === id);
  const why = circuitCauses.find((one) => one === cause);
  if (!known || !why || !isCount(version) || version < 1 || typeof open !== 'boolean') return undefined;
  if (!isCount(since) || !isCount(until) || !isCount(probes)) return undefined;
  return {
    lane: known,
    version,
    open,
    cause: why,
    reason: String(reason),
    since,
    until,
    probes,
    ...Object.fromEntries(times.flatMap((name) => (isCount(item[name]) ? [[name, item[name]]] : []))),
    ...(typeof settledReason === 'string' ? { settledReason } : {}),
  };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
