import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { environment } from '../../lib/contract/environment';
import { NotifyPublisher, type PublishProgress } from '../../lib/publisher';
import { counted, openProgressBar } from '../progress-bar';
import { findTemplate } from '../spreadsheet/find-template';
import { publishRows } from '../spreadsheet/publish-rows';
import { checkedRows, type CheckedRow } from '../spreadsheet/spreadsheet';
import { complain, print, type Command } from './command';
import { connect, serviceOptions, serviceUsage } from './service';

const { queueUrl: queueVariable, pipelineId: pipelineVariable } = environment.publisher;

const usage = `  send --template TEMPLATE --csv FILE [--dry-run] [--skip-bad]
      Publishes a message for each row of a spreadsheet. First it checks every row and lists those that Notify would
      refuse; if there are any, it publishes nothing. Run twice, it sends once. Ends with 0 if every row was published,
      with 1 if not, and with 2 if it could not begin.

      --template TEMPLATE   the template's name or id
      --csv FILE            the spreadsheet, with the names of the template's placeholders in its first row
      --dry-run             check, and publish nothing
      --skip-bad            publish the good rows even if there are bad ones
      --mailing NAME        what this mailing is called; the file's name without it. A row that was published before
                            under the same name is not sent again
      --key-column NAME     the column with a name of each row's own, such as a case number; without it, a row goes by
                            what it sends
      --reference TEXT      the reference of every message
      --queue-url URL       the pipeline's queue, or ${queueVariable}
      --pipeline-id ID      the pipeline's id, or ${pipelineVariable}
${serviceUsage}
`;

export const send: Command = {
  usage,
  failure: 2,
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...serviceOptions,
        template: { type: 'string' },
        csv: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'skip-bad': { type: 'boolean', default: false },
        mailing: { type: 'string' },
        'key-column': { type: 'string' },
        reference: { type: 'string' },
        'queue-url': { type: 'string' },
        'pipeline-id': { type: 'string' },
      },
    });
    const file = needed(values.csv, '--csv is missing; give the spreadsheet');
    if (values.mailing === '') throw new Error('--mailing is empty; give the mailing a name, or leave it out');
    const mailing = values.mailing ?? basename(file);
    const wanted = needed(values.template, '--template is missing; give the name or id of a template');
    if (!values['dry-run']) await refusePipe(file);
    boundMemory();
    // Before anything is asked or read, so that nobody waits for a check to hear of an option.
    const publisher = values['dry-run'] ? undefined : openPublisher(values);
    const template = await findTemplate(await connect(values), wanted);
    const rows = (): AsyncIterable<CheckedRow> =>
      checkedRows({
        file,
        template,
        name: mailing,
        keyColumn: values['key-column'],
        reference: values.reference,
      });

    const { good, bad } = await check(rows());
    if (good + bad === 0) throw new Error(`${file} has no rows; give it one for each message, below the names`);
    print(`${counted(good)} ${good === 1 ? 'row' : 'rows'} can be sent, ${counted(bad)} cannot`);
    if (!publisher) return bad === 0 ? 0 : 1;
    if (bad > 0 && !values['skip-bad']) {
      complain('nothing was published; put the rows right, or give --skip-bad to leave them out');
      return 1;
    }
    return (await publish(publisher, rows(), good)) && bad === 0 ? 0 : 1;
  },
};

/** Each row is garbage as soon as it is published. By default Node lets it lie as long as the machine has room. */
function boundMemory(): void {
  setFlagsFromString('--optimize-for-size');
}

function needed(value: string | undefined, complaint: string): string {
  if (!value) throw new Error(complaint);
  return value;
}

/** What comes through a pipe is gone when it was checked. What else may be wrong with a file, reading it tells. */
async function refusePipe(file: string): Promise<void> {
  const kind = await stat(file).catch(() => undefined);
  if (!kind || kind.isFile() || kind.isDirectory()) return;
  throw new Error(`${file} is a pipe or a device; give a file, for it is read twice: to check it, and to publish it`);
}

function openPublisher(values: { readonly 'queue-url'?: string; readonly 'pipeline-id'?: string }): NotifyPublisher {
  const from = process.env;
  return new NotifyPublisher({
    queueUrl: needed(values['queue-url'] ?? from[queueVariable], `--queue-url is missing, and ${queueVariable} too`),
    pipelineId: needed(
      values['pipeline-id'] ?? from[pipelineVariable],
      `--pipeline-id is missing, and ${pipelineVariable} too`,
    ),
  });
}

async function check(rows: AsyncIterable<CheckedRow>): Promise<{ readonly good: number; readonly bad: number }> {
  let good = 0;
  let bad = 0;
  for await (const { line, fault } of rows) {
    if (fault === undefined) good += 1;
    else bad += 1;
    if (fault !== undefined) complain(`line ${line}: ${fault}`);
  }
  return { good, bad };
}

async function publish(publisher: NotifyPublisher, rows: AsyncIterable<CheckedRow>, total: number): Promise<boolean> {
  const bar = openProgressBar({ total, stream: process.stderr });
  const show = ({ published, failed }: PublishProgress): void => bar.show(published + failed);
  const result = await publishRows(publisher, rows, show).catch((error: unknown) => {
    bar.breakOff();
    throw error;
  });
  bar.end(result.published + result.failed);
  for (const { line, reason } of result.unpublished) complain(`line ${line}: ${reason}`);
  const untold = result.failed - result.unpublished.length;
  if (untold > 0) complain(`and ${counted(untold)} more`);
  if (result.brokenOff !== undefined) complain(result.brokenOff);
  print(`${counted(result.published)} published, ${counted(result.failed)} not`);
  const all = result.failed === 0 && result.brokenOff === undefined;
  if (!all) complain('run it again: what was published is not sent twice');
  return all;
}
