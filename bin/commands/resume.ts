import { DynamoHoldStore } from '../../lambda/shared/aws/dynamo-hold-store';
import { endOperatorHold, liftBudgetHold } from '../../lambda/shared/aws/operator-holds';
import { connectTable } from '../operate/clients';
import { refused } from '../operate/refused';
import { holdLine, standingHolds } from '../operate/stops';
import { complain, exitCodes, print, type Command } from './command';
import { readOptions } from './options';
import { findPipeline, pipelineOptions, pipelineUsage } from './pipeline';
import { holdScopes } from '../../lambda/shared/holds/hold';
import { readScope, usageOf } from './scope';

const usage = `  resume SCOPE
      Ends a hold that somebody placed with hold. We start to send the held messages within a minute or two, as fast as
      Notify allows. Exit code 1 if there is no such hold. Needs grantHold.

      text_budget and urgent_text_budget are held when the day's budget for text messages is spent. If you resume them, no
      budget applies until 00:00 UTC.

${usageOf(holdScopes)}
${pipelineUsage}
`;

export const resume: Command = {
  usage,
  examples: ['resume everything', 'resume sms --pipeline licences-production'],
  async run([first, ...args]) {
    const scope = readScope(first, holdScopes);
    const { pipeline, json } = readOptions(args, pipelineOptions);
    const { tableName, pipelineId } = await findPipeline(pipeline);
    const table = connectTable();
    try {
      const store = new DynamoHoldStore(table, tableName);
      const before = standingHolds(await store.read(), Date.now());
      const ended =
        (await endOperatorHold(table, tableName, scope)) || (await liftBudgetHold(store, scope, Date.now()));
      const left = ended ? before.filter((each) => each.scope !== scope) : before;
      if (json) print(JSON.stringify({ pipelineId, scope, resumed: ended, holds: left }));
      else print(ended ? `the hold on ${scope} has ended` : `there is no hold on ${scope}`);
      if (left.length > 0) complain(`these holds stand:\n${left.map(holdLine).join('\n')}`);
      return ended ? exitCodes.done : exitCodes.incomplete;
    } catch (error) {
      throw refused('the hold cannot be ended', error, 'grantHold');
    }
  },
};
