import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline } from 'cdk-govuk-notify';
import { NotifyClient } from 'cdk-govuk-notify/notify';
import { apiKey, NotifyStandIn } from 'cdk-govuk-notify/testing';

test('an address that does not exist shows as a failure, an hour later', async () => {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
  standIn.control.endAs({ recipient: 'amala@example.com' }, 'permanent-failure');
  const { id } = await notify.sendEmail({
    templateId: 'e0000000-0000-4000-8000-000000000001',
    emailAddress: 'amala@example.com',
    personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'no' },
  });
  await standIn.tick(3_600_000);
  expect(await notify.getNotification(id)).toMatchObject({ status: 'permanent-failure' });
});

test('the stack contains the pipeline', () => {
  const stack = new Stack(new App(), 'Service');
  new NotifyPipeline(stack, 'Notify', { apiKeySecret: Secret.fromSecretNameV2(stack, 'ApiKey', 'notify') });
  Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
});
