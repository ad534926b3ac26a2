import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { version } from '../../package.json';
import { environment } from '../../lib/contract/environment';
import type { PipelineDescription } from '../../lib/contract/pipeline-parameter';
import { notKnown, well, wrong, type Finding } from './finding';

/** What a variable of a function has to say, as the pipeline's parameter has it. */
const expectedOf = (pipeline: PipelineDescription): Readonly<Record<string, string>> => ({
  [environment.pipelineId]: pipeline.pipelineId,
  [environment.tableName]: pipeline.tableName,
  [environment.scheduledTableName]: pipeline.scheduledTableName,
  [environment.queueUrl]: pipeline.queueUrl,
  [environment.urgentQueueUrl]: pipeline.urgentQueueUrl,
  [environment.deadLetterQueueUrl]: pipeline.deadLetterQueueUrl,
  [environment.bucketName]: pipeline.bucketName,
  [environment.eventBusName]: pipeline.eventBusArn,
  ...Object.fromEntries(
    Object.entries(environment.heldQueueUrl).map(([name, variable]) => [
      variable,
      pipeline.heldQueueUrls[name as keyof PipelineDescription['heldQueueUrls']],
    ]),
  ),
});

/** Whether a function still has the settings that it was deployed with, as far as the pipeline's parameter says them too. */
export function examineSettings(
  pipeline: PipelineDescription,
  name: string,
  { Environment }: FunctionConfiguration,
): Finding {
  const variables = Environment?.Variables ?? {};
  const differ = Object.entries(expectedOf(pipeline)).flatMap(([variable, value]) => {
    const found = variables[variable];
    return found === undefined || found === value ? [] : [`${variable} is ${found}, and not ${value}`];
  });
  const subject = `settings of ${name}`;
  return differ.length === 0
    ? well(subject, 'as deployed')
    : wrong(subject, differ.join('; '), 'somebody changed it by hand: deploy the stack again');
}

/** Whether a function runs the code of this version of the package. Nobody knows if it is signed, or if its bundle is not here. */
export function examineCode(name: string, { CodeSha256, SigningJobArn }: FunctionConfiguration): readonly Finding[] {
  const bundle = join(packageFolder(__dirname), 'dist/lambda', `${name === 'send-urgent' ? 'send' : name}.zip`);
  if (CodeSha256 === undefined || SigningJobArn !== undefined || !existsSync(bundle)) return [];
  const ours = createHash('sha256').update(readFileSync(bundle)).digest('base64');
  const subject = `code of ${name}`;
  return [
    CodeSha256 === ours
      ? well(subject, `that of version ${version}`)
      : notKnown(
          subject,
          `not that of version ${version}, the version of this command`,
          'run this command in the version that was deployed; if it still differs, somebody changed the code by hand: deploy again',
        ),
  ];
}

/** The folder of this package: the sources are deeper in it than what is built of them. */
const packageFolder = (within: string): string =>
  existsSync(join(within, 'package.json')) ? within : packageFolder(dirname(within));
