import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { NotifyPublisher, type NotifyPublisherOptions } from '../../lib/publisher';
import { findTemplate } from '../spreadsheet/find-template';
import { sheetRead } from '../spreadsheet/remarks';
import { checkedRows, type CheckedRow, type SpreadsheetOptions } from '../spreadsheet/spreadsheet';
import { checkQueue } from './check-queue';
import { cannot, complain, exitCodes, type Command } from './command';
import { findTarget, targetOptions, targetUsage } from './find-target';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { reached } from './reached';
import { checkRows, sendRows } from './send-rows';
import { baseUrlOf, connect, serviceOptions, serviceUsage } from './service';

const usage = `  send --template TEMPLATE --csv FILE [--dry-run] [--skip-bad]
      Publishes a message for each row of a spreadsheet. First it checks every row and lists those that Notify would
      refuse; if there are any, it publishes nothing. Run twice, it sends once. Ends with 0 if every row was published,
      and with 1 if not.

      --template TEMPLATE   the template's name or id
      --csv FILE            the spreadsheet, with the names of the template's placeholders in its first row: CSV, .xlsx
                            or .ods
      --sheet NAME          the sheet of a workbook; the first that is not hidden without it
      --dry-run             check, and publish nothing
      --skip-bad            publish the good rows even if there are bad ones
      --mailing NAME        what this mailing is called; the file's name without it. A row that was published before
                            under the same name is not sent again
      --key-column NAME     the column with a name of each row's own, such as a case number; without it, a row goes by
                            what it sends
      --reference TEXT      the reference of every message
${targetUsage}
${serviceUsage}
`;

export const send: Command = {
  usage,
  examples: [
    'send --template "Security code" --csv codes.csv --dry-run',
    'send --template "Security code" --csv codes.csv --pipeline licences-production --mailing "codes of March"',
    'send --template "Security code" --csv codes.xlsx --sheet "To send" --key-column case --skip-bad',
  ],
  async run(args) {
    const values = readOptions(args, {
      ...serviceOptions,
      ...targetOptions,
      template: { type: 'string' },
      csv: { type: 'string' },
      sheet: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'skip-bad': { type: 'boolean', default: false },
      mailing: { type: 'string' },
      'key-column': { type: 'string' },
      reference: { type: 'string' },
    });
    const file = needed(values.csv, '--csv is missing; give the spreadsheet');
    if (values.mailing === '') throw new Error('--mailing is empty; give the mailing a name, or leave it out');
    const mailing = values.mailing ?? basename(file);
    const wanted = needed(values.template, '--template is missing; give the name or id of a template');
    await refuseUnreadable(file, values['dry-run']);
    boundMemory();
    // Before anything is asked or read, so that nobody waits for a check to hear of an option.
    const target = values['dry-run'] ? undefined : await findTarget(values);
    const notify = await connect(values);
    complain(`looking up ${target ? 'the queue and ' : ''}template "${wanted}"`);
    if (target) await refuseOthersQueue(target);
    const template = await reached(baseUrlOf(values), findTemplate(notify, wanted));
    const spreadsheet = {
      file,
      template,
      name: mailing,
      keyColumn: values['key-column'],
      reference: values.reference,
      sheet: values.sheet,
    };
    const skipBad = values['skip-bad'];
    return interruptible((stop) => checkAndSend({ spreadsheet, target, skipBad, stop }));
  },
};

interface Sending {
  readonly spreadsheet: SpreadsheetOptions;
  /** Where the rows go; nowhere, if they are only checked. */
  readonly target: NotifyPublisherOptions | undefined;
  readonly skipBad: boolean;
  readonly stop: AbortSignal;
}

/** @returns the exit code */
async function checkAndSend({ spreadsheet, target, skipBad, stop }: Sending): Promise<number> {
  const { file } = spreadsheet;
  complain(`checking every row of ${file}${target ? ' before the first is published' : ''}`);
  const onSheet = (name: string): void => complain(sheetRead(name));
  const rows = (more: Partial<SpreadsheetOptions> = {}): AsyncIterable<CheckedRow> =>
    checkedRows({ ...spreadsheet, ...more });
  const stopped = (): number => exitCodeOf(stop.reason as NodeJS.Signals);

  const { good, bad } = await checkRows(rows({ onSheet }), stop);
  if (stop.aborted) {
    complain('stopped; nothing was published');
    return stopped();
  }
  if (good + bad === 0) throw new Error(`${file} has no rows; give it one for each message, below the names`);
  if (!target) return bad === 0 ? exitCodes.done : exitCodes.incomplete;
  if (bad > 0 && !skipBad) {
    complain('nothing was published; put the rows right, or give --skip-bad to leave them out');
    return exitCodes.incomplete;
  }
  complain(`publishing to pipeline ${target.pipelineId}`);
  const all = await sendRows(new NotifyPublisher(target), rows(), good, stop);
  if (!all && stop.aborted) return stopped();
  return all && bad === 0 ? exitCodes.done : exitCodes.incomplete;
}

/** Each row is garbage as soon as it is published. By default Node lets it lie as long as the machine has room. */
function boundMemory(): void {
  setFlagsFromString('--optimize-for-size');
}

function needed(value: string | undefined, complaint: string): string {
  if (!value) throw new Error(complaint);
  return value;
}

/** What comes through a pipe is gone when it was checked. */
async function refuseUnreadable(file: string, once: boolean): Promise<void> {
  const kind = await stat(file).catch((error: unknown) => {
    throw cannot(`${file} cannot be read`, error, 'give a CSV, .xlsx or .ods file');
  });
  if (once || kind.isFile() || kind.isDirectory()) return;
  throw new Error(`${file} is a pipe or a device; give a file, for it is read twice: to check it, and to publish it`);
}

async function refuseOthersQueue({ queueUrl, pipelineId }: NotifyPublisherOptions): Promise<void> {
  const warning = await checkQueue(queueUrl, pipelineId);
  if (warning !== undefined) complain(warning);
}
