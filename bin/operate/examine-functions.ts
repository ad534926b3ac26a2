import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { examineCode, examineSettings } from './examine-settings';
import { look, well, wrong, type Finding } from './finding';
import { isOff, readTriggers } from './read-monitoring';

const deployAgain = 'deploy the stack again';
const byOperate = 'grantOperate of the NotifyPipeline';

/** Whether the functions can run, and what starts them is on. */
export async function examineFunctions(pipeline: PipelineDescription): Promise<readonly Finding[]> {
  const lambda = new LambdaClient();
  const functions = Object.entries(pipeline.functionNames).flatMap(([name, id]) => [
    look(`function ${name}`, examineFunction(pipeline, name, id), { grant: byOperate, mend: deployAgain }),
    look(`concurrency of ${name}`, concurrencyOf(lambda, name, id), { grant: byOperate, mend: deployAgain }),
  ]);
  return (await Promise.all([...functions, examineTriggers(pipeline)])).flat();
}

/** The settings of a function. */
export const configurationOf = (functionName: string): Promise<FunctionConfiguration> =>
  new LambdaClient().send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));

async function examineFunction(pipeline: PipelineDescription, name: string, id: string): Promise<readonly Finding[]> {
  const found = await configurationOf(id);
  return [stateOf(name, found), examineSettings(pipeline, name, found), ...examineCode(name, found)];
}

function stateOf(name: string, found: FunctionConfiguration): Finding {
  const { State = 'Active', StateReason = '', LastUpdateStatus = 'Successful', LastUpdateStatusReason = '' } = found;
  const subject = `function ${name}`;
  // One that was not called for weeks is made ready with the next call.
  if (!/^(Active|Inactive)$/.test(State)) return wrong(subject, `${State} ${StateReason}`.trim(), deployAgain);
  if (LastUpdateStatus === 'Failed') return wrong(subject, `its update failed ${LastUpdateStatusReason}`, deployAgain);
  return well(subject, State);
}

async function concurrencyOf(lambda: LambdaClient, name: string, FunctionName: string): Promise<Finding> {
  const { ReservedConcurrentExecutions: reserved } = await lambda.send(
    new GetFunctionConcurrencyCommand({ FunctionName }),
  );
  const subject = `concurrency of ${name}`;
  if (reserved === undefined) return well(subject, 'not reserved');
  return reserved > 0
    ? well(subject, `${reserved} reserved`)
    : wrong(
        subject,
        'none is reserved, so it never runs',
        `aws lambda delete-function-concurrency --function-name ${FunctionName}`,
      );
}

async function examineTriggers(pipeline: PipelineDescription): Promise<readonly Finding[]> {
  const { eventSourceIds = {}, scheduleNames = {} } = pipeline;
  const found = await readTriggers(pipeline);
  const each = found.map(async (trigger) => {
    const { kind, name, state } = trigger;
    const subject = `${kind} of ${name}`;
    const id = (kind === 'schedule' ? scheduleNames : eventSourceIds)[name] ?? '';
    const mend =
      kind === 'schedule'
        ? `switch on schedule ${id} in the EventBridge Scheduler console`
        : `aws lambda update-event-source-mapping --uuid ${id} --enabled`;
    const looking = async (): Promise<Finding> => {
      if ('unknown' in state) throw state.error;
      return isOff(trigger) ? wrong(subject, state.value, mend) : well(subject, state.value);
    };
    return look(subject, looking(), { grant: byOperate, mend: deployAgain });
  });
  return (await Promise.all(each)).flat();
}
