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
      Publishes one message for each row of a spreadsheet. It first checks every row and lists those that Notify would
      refuse. If there are any, it publishes nothing. If you run it twice, it sends once. Exit code 0 if every row was
      published, 1 if not.

      --template TEMPLATE   the template's name or ID
      --csv FILE            the spreadsheet: CSV, .xlsx or .ods. Its first row has the names of the template's placeholders
      --sheet NAME          the sheet of a workbook; default the first that is not hidden
      --dry-run             check the rows, and publish nothing
      --skip-bad            publish the good rows even if others are bad
      --mailing NAME        the name of this mailing; default the file's name. A row that was published under the same
                            name is not sent again
      --key-column NAME     a column with a unique value in every row, such as a case number; default everything that the
                            row sends
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
    // Before anything is asked or read, so that a wrong option is reported before a long check.
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
  if (good + bad === 0) throw new Error(`${file} has no rows; add one for each message, below the names`);
  if (!target) return bad === 0 ? exitCodes.done : exitCodes.incomplete;
  if (bad > 0 && !skipBad) {
    complain('nothing was published; correct the rows, or use --skip-bad to leave them out');
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
  throw new Error(`${file} is a pipe or a device, but is read twice, to check it and to publish it; give a file`);
}

async function refuseOthersQueue({ queueUrl, pipelineId }: NotifyPublisherOptions): Promise<void> {
  const warning = await checkQueue(queueUrl, pipelineId);
  if (warning !== undefined) complain(warning);
}
