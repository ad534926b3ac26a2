import { App, Aspects, CfnOutput, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { NotifyPipeline, type INotifyPipeline } from '../../lib';
import { SecretNames } from '../../bin/emulator/secret-names';
import { emulatorContext } from '../../lib/construct/app/for-emulator';

// An app with the code of the guides to publishing from services of AWS, which is in the folder that the context names.
const app = new App({ context: { [emulatorContext]: true } });
const stack = new Stack(app, 'publishers');
const notify = new NotifyPipeline(stack, 'Notify', {
  apiKeySecret: Secret.fromSecretNameV2(stack, 'Key', 'publishers'),
  notifyBaseUrl: String(app.node.getContext('notifyBaseUrl')),
  sendTasks: true,
});
notify.addOutputs('');

/** Makes what a file of a guide exports, beside the pipeline. */
function shown<Made extends Construct>(file: string, name: string): Made {
  const exported = require(join(String(app.node.getContext('snippets')), file)) as Record<
    string,
    new (scope: Construct, id: string, notify: INotifyPipeline) => Made
  >;
  const Shown = exported[name];
  if (!Shown) throw new Error(`${file} exports no ${name}`);
  return new Shown(stack, name, notify);
}
const putOut = (id: string, value: string): CfnOutput => new CfnOutput(stack, id, { value });

shown('tell-of-orders', 'TellOfOrders');
for (const [file, name] of [
  ['grant-licence', 'GrantLicence'],
  ['renew-licence', 'RenewLicence'],
] as const) {
  const { machine } = shown<Construct & { readonly machine: StateMachine }>(file, name);
  putOut(`${name}Machine`, machine.stateMachineArn);
}
Aspects.of(app).add(new SecretNames());
