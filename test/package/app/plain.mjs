// The same stack as an ES module.
import { App, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { NotifyPipeline } from 'cdk-govuk-notify';

const stack = new Stack(new App(), 'Service');
const notify = new NotifyPipeline(stack, 'Notify', {
  apiKeySecret: Secret.fromSecretNameV2(stack, 'ApiKey', 'notify'),
});
stack.node.root.synth();
console.log(notify instanceof Construct);
