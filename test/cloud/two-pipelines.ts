import { App, Aspects, CfnOutput, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline } from '../../lib';
import { PlainAlarms } from '../../local/cloud/plain-alarms';

// An app with two pipelines in one stack, each with a key of its own to the same Notify service.
const app = new App();
const stack = new Stack(app, 'two-pipelines');

const output = (id: string, value: string): CfnOutput => new CfnOutput(stack, id, { value });

for (const id of ['First', 'Second']) {
  const pipeline = new NotifyPipeline(stack, id, {
    apiKeySecret: Secret.fromSecretNameV2(stack, `${id}Key`, `two-pipelines/${id}`),
    notifyBaseUrl: String(app.node.getContext('notifyBaseUrl')),
    rateShare: 0.5,
  });
  output(`${id}QueueUrl`, pipeline.queue.queueUrl);
  output(`${id}EventBusName`, pipeline.eventBus.eventBusName);
  output(`${id}PipelineId`, pipeline.pipelineId);
}
Aspects.of(app).add(new PlainAlarms());
