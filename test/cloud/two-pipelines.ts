import { App, Aspects, CfnOutput, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, ReceiptRoute } from '../../lib';
import { PlainAlarms } from '../../local/cloud/plain-alarms';

// An app with two pipelines in one stack, each with a key of its own to the same Notify service, which calls the first.
const app = new App();
const stack = new Stack(app, 'two-pipelines');

const output = (id: string, value: string): CfnOutput => new CfnOutput(stack, id, { value });

function pipeline(id: string, receiptRoutes: Readonly<Record<string, ReceiptRoute>> = {}): NotifyPipeline {
  const made = new NotifyPipeline(stack, id, {
    apiKeySecret: Secret.fromSecretNameV2(stack, `${id}Key`, `two-pipelines/${id}`),
    notifyBaseUrl: String(app.node.getContext('notifyBaseUrl')),
    rateShare: 0.5,
    receipts: true,
    receiptRoutes,
  });
  output(`${id}QueueUrl`, made.queue.queueUrl);
  output(`${id}EventBusName`, made.eventBus.eventBusName);
  output(`${id}PipelineId`, made.pipelineId);
  output(`${id}ReceiptUrl`, made.receiptUrl ?? '');
  output(`${id}ReceiptTokenSecretName`, made.receiptTokenSecret?.secretArn ?? '');
  return made;
}

const second = pipeline('Second');
pipeline('First', { [second.pipelineId]: ReceiptRoute.toEventBus(second.eventBus) });
Aspects.of(app).add(new PlainAlarms());
