import { App, Stack } from 'aws-cdk-lib';
import { AccountPrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline } from 'cdk-govuk-notify';
import { deliveryDetails, type DeliveryEventDetail } from 'cdk-govuk-notify/events';
import { NotifyClient, type Notification } from 'cdk-govuk-notify/notify';
import { NotifyPublisher } from 'cdk-govuk-notify/publisher';
import { apiKey, NotifyStandIn } from 'cdk-govuk-notify/testing';

const stack = new Stack(new App(), 'Service');
const pipeline = new NotifyPipeline(stack, 'Notify', {
  apiKeySecret: Secret.fromSecretNameV2(stack, 'ApiKey', 'govuk-notify/api-key'),
  callbacks: true,
  receivedTexts: true,
});
pipeline.grantSend(new AccountPrincipal('222222222222'));

const publisher = new NotifyPublisher({
  queueUrl: 'https://sqs.eu-west-2.amazonaws.com/111111111111/notify-queue',
  pipelineId: 'licences-production',
});

const reasonOf = ({ reason = 'none' }: DeliveryEventDetail): string => reason;

async function sendOne(): Promise<Notification> {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
  const { id } = await notify.sendEmail({
    templateId: 'e0000000-0000-4000-8000-000000000001',
    emailAddress: 'amala@example.com',
    personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'no' },
  });
  return notify.getNotification(id);
}

void sendOne().then(({ subject }) => {
  console.log(
    JSON.stringify({
      subject,
      states: Object.keys(deliveryDetails),
      reason: reasonOf.length,
      publisher: typeof publisher.sendEmail,
    }),
  );
});
