import { userInfo } from 'node:os';
import { placeOperatorHold, type OperatorHold } from '../../lambda/shared/aws/operator-holds';
import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import { day, iso } from '../../lib/contract/time';
import { connectTable } from '../operate/clients';
import { readTime } from '../operate/read-time';
import { refused } from '../operate/refused';
import { holdLine, noEnd, standingHolds } from '../operate/stops';
import { complain, exitCodes, print, type Command } from './command';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';
import { operatorScopes } from '../../lambda/shared/holds/hold';
import { readScope, usageOf } from './scope';

const usage = `  hold SCOPE --reason TEXT [--until TIME] [--by NAME]
      Stops all messages, or those of a channel, within five seconds. They wait on the held queues. The hold ends by
      resume or at its end time. status shows who placed it and why. Needs grantHold.

${usageOf(operatorScopes)}
      --reason TEXT         why, for others to read. Do not name people: each held message's record has this text
      --until TIME          the end time: 2026-03-02T09:30:00Z, 30m, 2h or 7d; default none
      --by NAME             who places it; default your user name on this machine
${pipelineUsage}
`;

/** SQS deletes what has waited for so long, in milliseconds. */
const retention = 14 * day;

export const hold: Command = {
  usage,
  examples: [
    'hold everything --reason "wrong template, see incident 12" --until 2h',
    'hold sms --reason "numbers of last week\'s mailing are wrong" --pipeline licences-production',
  ],
  async run([first, ...args]) {
    const scope = readScope(first, operatorScopes);
    const { pipeline, json, reason, until, by } = readOptions(args, {
      ...pipelineOptions,
      reason: { type: 'string' },
      until: { type: 'string' },
      by: { type: 'string' },
    });
    if (!reason?.trim()) throw new Error('--reason is missing; say why, so that others know why messages wait');
    const now = Date.now();
    const end = until === undefined ? noEnd : readTime(until, 'until', 'from now', now);
    if (end <= now) throw new Error(`--until ${until} has passed; give a time in the future`);
    const placed: OperatorHold = {
      scope,
      reason: reason.trim(),
      since: now,
      until: end,
      probe: false,
      probes: 0,
      by: by ?? userInfo().username,
    };
    const { tableName, pipelineId } = await findPipeline(pipeline);
    const table = connectTable();
    try {
      const before = standingHolds(await new DynamoHoldStore(table, tableName).read(), now);
      await placeOperatorHold(table, tableName, placed);
      if (json)
        print(JSON.stringify({ pipelineId, ...placed, since: iso(now), until: until === undefined ? null : iso(end) }));
      else print(`held within five seconds:\n${holdLine(placed)}\nend it with: npx cdk-govuk-notify resume ${scope}`);
      const stood = before.find((each) => each.scope === scope);
      if (stood) complain(`it replaces this hold:\n${holdLine(stood)}`);
      if (end > now + retention) complain('SQS deletes messages that have waited for 14 days: resume before that');
      return exitCodes.done;
    } catch (error) {
      throw refused('the hold cannot be placed', error, 'grantHold');
    }
  },
};
