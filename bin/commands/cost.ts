import { suggestion } from '../../lib/contract/did-you-mean';
import { iso } from '../../lib/contract/time';
import { NotifyRecords } from '../../lib/records';
import { countOf } from '../counted';
import { columns } from '../operate/columns';
import { connectTable } from '../operate/clients';
import { readTime } from '../operate/read-time';
import { refused } from '../operate/refused';
import { costGroups, sumCosts, totalOf } from '../operate/sum-costs';
import { complain, exitCodes, print, type Command } from './command';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';

const usage = `  cost --from TIME [--to TIME] [--by template|reference|channel|sender]
      Adds up what Notify charged for the messages of a period, from their records. Reads the whole table. Shows how many
      messages have no known cost. Exit code 1 if there are any. Needs grantOperate.

      --from TIME           the start: 2026-03-01, 2026-03-01T09:30:00Z, 30m, 2h or 7d
      --to TIME             the end; default now
      --by WHAT             one line for each template, reference, channel or sender; default channel
${pipelineUsage}
`;

export const cost: Command = {
  usage,
  examples: ['cost --from 2026-03-01 --to 2026-04-01', 'cost --from 7d --by sender --json'],
  async run(args) {
    const { pipeline, json, from, to, by } = readOptions(args, {
      ...pipelineOptions,
      from: { type: 'string' },
      to: { type: 'string' },
      by: { type: 'string', default: 'channel' },
    });
    const group = costGroups.find((each) => each === by);
    if (!group) throw new Error(`--by "${by}" is not known; ${suggestion(by, costGroups)}`);
    if (from === undefined) throw new Error('--from is missing; give a time such as 2026-03-01 or 7d');
    const now = Date.now();
    const [begin, end] = [readTime(from, 'from', 'ago', now), to === undefined ? now : readTime(to, 'to', 'ago', now)];
    if (begin >= end) throw new Error(`--from ${from} is not before --to; give an earlier time`);
    const { pipelineId, tableName } = await findPipeline(pipeline);
    const records = new NotifyRecords({ pipelineId, tableName, dynamoDbClient: connectTable() });
    const rows = await sumCosts(records.findSentBetween(new Date(begin), new Date(end)), group).catch(
      (error: unknown) => {
        throw refused('the records cannot be read', error, 'grantOperate');
      },
    );
    const total = totalOf(rows);
    if (json) print(JSON.stringify({ pipelineId, from: iso(begin), to: iso(end), by: group, total, rows }));
    else {
      const lines = [...rows, total].map(({ of, messages, pounds, unknown }) => [of, messages, pounds, unknown]);
      print(`${iso(begin)} to ${iso(end)}\n${columns([group, 'messages', 'pounds', 'not known'], lines)}`);
    }
    if (total.unknown > 0) {
      complain(
        `the cost of ${countOf(total.unknown, 'message')} is not known: Notify has not reported it yet, or the outcome came by a callback, which has no cost; to record it, set textCosts`,
      );
    }
    return total.unknown > 0 ? exitCodes.incomplete : exitCodes.done;
  },
};
