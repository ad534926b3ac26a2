import { environment } from '../../lib/contract/environment';
import type { Addresses } from './cloud';

type Names = string | { readonly [name: string]: Names };

const flat = (names: Names): readonly string[] =>
  typeof names === 'string' ? [names] : Object.values(names).flatMap(flat);

/** What a variable holds whose value matters to nobody here, by what its name ends with. */
function anyValue(name: string, { aws }: Addresses): string {
  if (name.endsWith('_QUEUE_URL')) return `${aws}/1/${name.toLowerCase()}`;
  if (name.endsWith('_QUEUE_ARN')) return `arn:aws:sqs:eu-west-2:123456789012:${name.toLowerCase()}`;
  if (name.endsWith('_SECRET_ARN')) return `arn:aws:secretsmanager:eu-west-2:123456789012:secret:${name.toLowerCase()}`;
  return 'bench';
}

/** The variables of Lambda, of our function and of its peers, with addresses of the cloud that counts. */
export function environmentOf(addresses: Addresses): Readonly<Record<string, string>> {
  const names = flat(environment).filter((name) => !/TEAM_KEY|RECIPIENT|TEXT_LIMIT/.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, anyValue(name, addresses)])),
    [environment.notifyBaseUrl]: addresses.notify,
    // Nobody waits for a turn: what is measured is work.
    [environment.rateLimit]: '6000000',
    [environment.rateShare]: '1',
    [environment.maxFailures]: '10',
    [environment.recordRetentionSeconds]: '7776000',
    AWS_ENDPOINT_URL: addresses.aws,
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'send',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: '/var/task',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
    POWERTOOLS_SERVICE_NAME: 'send',
    POWERTOOLS_METRICS_NAMESPACE: 'Notify',
    PEER_TABLE: 'bench',
    PEER_API_KEY_SECRET: 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:key-AbCdEf',
    PEER_NOTIFY_BASE_URL: addresses.notify,
  };
}
