import { openProgressBar, type ProgressBar } from '../bin/progress-bar';
import type { DeliveryEvent } from '../lib/contract/events/delivery';
import type { ReceivedTextEvent } from '../lib/contract/events/received-text';
import { wantsColour, widthOf } from '../bin/terminal';
import {
  changeLine,
  jsonLine,
  resultTable,
  stateTable,
  textLine,
  type About,
  type Look,
  type ReportRow,
} from './report';

/** What a person sees of a run. */
export interface Show {
  readonly onChange: (event: DeliveryEvent, about: About) => void;
  readonly onText: (event: ReceivedTextEvent, publishedAt: number) => void;
  /** Gets what happened to each message. */
  readonly end: (rows: readonly ReportRow[]) => void;
}

/** As it is now: somebody may make the terminal wider or narrower. */
export const lookOf = (stream: NodeJS.WriteStream): Look => ({ width: widthOf(stream), colour: wantsColour(stream) });
const look = (): Look => lookOf(process.stdout);

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Every change as it happens, and a table of all messages. */
export function showChanges(): Show {
  const received: ReceivedTextEvent[] = [];
  return {
    onChange: (event, about) => print(changeLine(event, about, look())),
    onText: (event, publishedAt) => {
      received.push(event);
      print(textLine(event, publishedAt, look()));
    },
    end: (rows) => print(`\n${resultTable(rows, received, look())}`),
  };
}

/** One line of JSON for each message. */
export const showJson = (): Show => ({
  onChange: () => {},
  onText: () => {},
  end: (rows) => rows.map(jsonLine).forEach(print),
});

/** For more messages than can be read: how many have gone to Notify or are over, and how many came to which state. */
export function showProgress(total: number): Show {
  const gone = new Set<string>();
  /** It is opened when the first goes, so that what comes before takes no part in how fast they go. */
  let bar: ProgressBar | undefined;
  const opened = (): ProgressBar => (bar ??= openProgressBar({ total, stream: process.stdout }));
  return {
    onChange: ({ detail: { state, delivery_id } }) => {
      if (state === 'sending' || state === 'held') return;
      gone.add(delivery_id);
      opened().show(gone.size);
    },
    onText: () => {},
    end: (rows) => {
      opened().end(gone.size);
      print(`\n${stateTable(rows, look())}`);
    },
  };
}
