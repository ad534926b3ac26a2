import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import type { EventBus } from '../../lambda/shared/ports';
import { schemaViolations, type PipelineEvent } from '../../lib/contract/events/schema-violations';

const misfits: string[] = [];

// Code that puts events takes an error for a bus that is down, so a misfit fails the test only when that is over.
afterEach(() => {
  const found = misfits.splice(0);
  if (found.length > 0) throw new Error(`events do not fit their schema: ${found.join('; ')}`);
});

/** The same bus, but the test fails if an event that is put on it does not fit its schema. */
export function fitting<Bus extends EventBus>(bus: Bus): Bus {
  const put = bus.put.bind(bus);
  bus.put = (events: readonly PipelineEvent[]) => {
    misfits.push(...events.flatMap(schemaViolations));
    return put(events);
  };
  return bus;
}

/** The details of what EventBridge was given, each of which has to fit its schema. */
export function fittingDetails({ Entries = [] }: Pick<PutEventsCommandInput, 'Entries'>): readonly object[] {
  return Entries.map(({ Source = '', DetailType = '', Detail = '' }) => {
    const detail = JSON.parse(Detail) as object;
    expect(schemaViolations({ source: Source, detailType: DetailType, detail })).toEqual([]);
    return detail;
  });
}
