import type { NotifyPublisher, PublishProgress } from '../../lib/publisher';
import { counted, countOf } from '../counted';
import { openProgressBar } from '../progress-bar';
import { publishRows } from '../spreadsheet/publish-rows';
import { duplicateRows } from '../spreadsheet/remarks';
import type { CheckedRow } from '../spreadsheet/spreadsheet';
import { complain, print } from './command';

/** What was found out of the rows of a spreadsheet. */
export interface Checked {
  readonly good: number;
  readonly bad: number;
}

/** Checks all rows, shows its progress, and says of each what is wrong with it. */
export async function checkRows(rows: AsyncIterable<CheckedRow>, stop: AbortSignal): Promise<Checked> {
  const bar = openProgressBar({ stream: process.stderr });
  let good = 0;
  let bad = 0;
  let duplicates = 0;
  try {
    for await (const { line, fault, isDuplicate } of rows) {
      if (stop.aborted) return { good, bad };
      if (fault === undefined) good += 1;
      else {
        bad += 1;
        bar.clear();
        complain(`line ${line}: ${fault}`);
      }
      if (isDuplicate && fault === undefined) duplicates += 1;
      bar.show(good + bad);
    }
  } finally {
    bar.clear();
  }
  if (good + bad === 0) return { good, bad };
  print(`${countOf(good, 'row')} can be sent, ${counted(bad)} cannot`);
  if (duplicates > 0) print(duplicateRows(duplicates));
  return { good, bad };
}

/** Publishes the good rows, shows its progress, and reports each that was not accepted. */
export async function sendRows(
  publisher: NotifyPublisher,
  rows: AsyncIterable<CheckedRow>,
  total: number,
  stop: AbortSignal,
): Promise<boolean> {
  const bar = openProgressBar({ total, stream: process.stderr });
  let went = 0;
  const show = ({ published, failed }: PublishProgress): void => {
    went = published;
    bar.show(published + failed);
  };
  const tellOfStop = (): void => {
    bar.clear();
    complain(
      `stopping after the messages that are being published; ${counted(went)} published so far; press Ctrl-C again to stop now`,
    );
  };
  stop.addEventListener('abort', tellOfStop);
  const result = await publishRows(publisher, rows, show, stop).catch((error: unknown) => {
    bar.breakOff();
    throw error;
  });
  bar.end(result.published + result.failed);
  for (const { line, reason } of result.unpublished) complain(`line ${line}: ${reason}`);
  const untold = result.failed - result.unpublished.length;
  if (untold > 0) complain(`and ${counted(untold)} more`);
  if (result.brokenOff !== undefined) complain(result.brokenOff);
  print(`${counted(result.published)} published, ${counted(result.failed)} not`);
  const left = stop.aborted ? total - result.published - result.failed : 0;
  if (left > 0) complain(`stopped with ${countOf(left, 'row')} left`);
  const all = result.failed === 0 && result.brokenOff === undefined && left === 0;
  if (!all) complain('run it again: no message is sent twice');
  return all;
}
