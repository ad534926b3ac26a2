import type { Context, Outputs } from './cdk';
import { addressVariables } from './cloud-address';
import type { LocalCloud } from './local-cloud';

const message = {
  type: 'sms',
  template_id: '50000000-0000-4000-8000-000000000002',
  phone_number: '07700 900123',
  idempotency_key: 'closed on Monday',
};
const fault = { fault: { kind: 'gateway', status: 502 }, times: 3 };

/** What a person can do with a cloud that is left running, as commands for a shell. */
export function whatToTry({ emulator, notifyUrl }: LocalCloud, context: Context, outputs: Outputs): string {
  const variables = Object.entries(addressVariables(emulator.address));
  const settings = Object.entries(context).map((entry) => `--context ${entry.join('=')}`);
  return `
All of it runs until Ctrl-C. In another shell, in this folder:

${variables.map(([name, value]) => `export ${name}='${value}'`).join('\n')}
${emulator.programs === undefined ? '' : `export PATH="$PATH:${emulator.programs}"\n`}
# Put a message on the queue.
export NOTIFY_PUBLISHER_QUEUE_URL=${outputs['QueueUrl']}
aws sqs send-message --endpoint-url "$AWS_ENDPOINT_URL" --queue-url "$NOTIFY_PUBLISHER_QUEUE_URL" --message-group-id sms \\
  --message-body '${JSON.stringify(message)}'

# See the records.
aws dynamodb scan --table-name ${outputs['TableName']}

# Let Notify fail three times.
curl --fail --data '${JSON.stringify(fault)}' ${notifyUrl}/_stand-in/faults

# See what a change of the construct would change here, and deploy it.
npx cdk diff ${settings.join(' ')}
npx cdk deploy ${settings.join(' ')}
`;
}
