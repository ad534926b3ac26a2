// A stack in plain JavaScript, as CommonJS.
const { App, Stack } = require('aws-cdk-lib');
const { Secret } = require('aws-cdk-lib/aws-secretsmanager');
const { Construct } = require('constructs');
const { NotifyPipeline } = require('cdk-govuk-notify');

const stack = new Stack(new App(), 'Service');
const notify = new NotifyPipeline(stack, 'Notify', {
  apiKeySecret: Secret.fromSecretNameV2(stack, 'ApiKey', 'notify'),
});
stack.node.root.synth();
console.log(notify instanceof Construct);
