import { systemClock, type Clock } from '../../lib/contract/clock';
import { NotifyPublisher, NotPublishedError } from '../../lib/publisher';
import { targetOf } from '../../lib/publisher/find-pipeline';
import { NotifyRecords } from '../../lib/records';
import { canarySteps, watchCanary, type CanaryResult } from '../../lambda/canary/watch-canary';
import { smokeTestAddress } from '../../lib/rules/recipients/smoke-tests';
import { connectTable } from '../operate/clients';
import { columns } from '../operate/columns';
import { refused } from '../operate/refused';
import { complain, exitCodes, print, type Command } from './command';
import { exitCodeOf, interruptible } from './interruptible';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';

const usage = `  canary --template ID [--within SECONDS] [--urgent]
      Sends a test email through the pipeline's queue to Notify's smoke-test address, where nobody reads it. Shows how long
      each step took: to the queue, to the record and to Notify. Exit code 0 if Notify had it in time, 1 if it was late or
      not sent. Needs grantSend and grantOperate.

      --template ID         the ID of an email template without placeholders
      --within SECONDS      how soon Notify must have it; default 60
      --urgent              use the urgent queue, ahead of any mailing
${pipelineUsage}
`;

/** @param clock what the time is measured by */
export const createCanary = (clock: Clock): Command => ({
  usage,
  examples: [
    'canary --template e0000000-0000-4000-8000-000000000003',
    'canary --template e0000000-0000-4000-8000-000000000003 --urgent --within 30 --json',
  ],
  async run(args) {
    const { pipeline, json, template, within, urgent } = readOptions(args, {
      ...pipelineOptions,
      template: { type: 'string' },
      within: { type: 'string', default: '60' },
      urgent: { type: 'boolean', default: false },
    });
    if (!template) throw new Error('--template is missing; give the id of an email template without placeholders');
    if (!/^[1-9]\d{0,3}$/.test(within)) {
      throw new Error(`--within "${within}" must be a whole number of seconds, from 1 to 9999`);
    }
    const found = await findPipeline(pipeline);
    const { pipelineId, tableName } = found;
    const publisher = new NotifyPublisher({ ...targetOf(found), clock });
    const records = new NotifyRecords({ pipelineId, tableName, dynamoDbClient: connectTable() });
    return interruptible(async (stop) => {
      const result = await watchCanary(
        {
          clock,
          publish: (expiresAt) => publish(publisher, template, expiresAt, urgent),
          find: (id) =>
            records.findById(id).catch((error: unknown) => {
              throw refused('the record of the canary cannot be read', error, 'grantOperate');
            }),
        },
        Number(within) * 1000,
        stop,
      );
      print(json ? JSON.stringify({ pipelineId, within: Number(within), ...result }) : shown(result));
      if (result.outcome === 'stopped') return exitCodeOf(stop.reason as NodeJS.Signals);
      if (result.outcome === 'on time') return exitCodes.done;
      complain(whatIsWrong(result, within));
      return exitCodes.incomplete;
    });
  },
});

export const canary = createCanary(systemClock);

async function publish(
  publisher: NotifyPublisher,
  templateId: string,
  expiresAt: Date,
  urgent: boolean,
): Promise<string> {
  const { deliveryId } = await publisher
    .sendEmail({
      templateId,
      emailAddress: smokeTestAddress,
      expiresAt,
      reference: 'canary',
      ...(urgent && { priority: 'urgent' }),
    })
    .catch((error: unknown) => {
      const why = error instanceof NotPublishedError ? (error.cause ?? error) : error;
      throw refused('the canary cannot be put on the queue', why, 'grantSend');
    });
  return deliveryId;
}

const shown = ({ deliveryId, steps, outcome, state }: CanaryResult): string =>
  `${columns(
    ['step', 'seconds'],
    canarySteps.map((step) => [step, steps.find((each) => each.step === step)?.seconds.toFixed(1) ?? '-']),
  )}\n${outcome}: delivery ${deliveryId}${state === undefined ? '' : ` is ${state}`}`;

function whatIsWrong({ outcome, state, reason }: CanaryResult, within: string): string {
  const because = reason === undefined ? '' : `: ${reason}`;
  if (outcome === 'not sent') return `it was not sent: it is ${state}${because}`;
  const where = state === undefined ? 'no function has read it from the queue' : `it is ${state}${because}`;
  return `Notify did not have it within ${within} seconds; ${where}; run status and doctor`;
}
