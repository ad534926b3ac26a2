// The test of somebody who has nothing else installed: a fake stands for the publisher.
const { emailSender, InvalidMessageError, NotifyPublisher } = require('cdk-govuk-notify/publisher');

const published = [];
const fake = {
  sendEmail: async (email) => {
    published.push(email);
    return { deliveryId: 'a delivery', idempotencyKey: 'a key' };
  },
};
const passwordReset = emailSender(fake, { id: 'e0000000-0000-4000-8000-000000000007', version: 3 });

(async () => {
  await passwordReset({ to: 'amala@example.com', personalisation: { code: '12345' } });
  const publisher = new NotifyPublisher({ queueUrl: 'https://queue', pipelineId: 'licences' });
  const checked = await publisher
    .sendSms({ templateId: 'a', phoneNumber: '' })
    .catch((error) => error instanceof InvalidMessageError);
  const loaded = Object.keys(require.cache).filter((file) => !file.includes('cdk-govuk-notify'));
  console.log(
    JSON.stringify({
      published: published.length,
      checked,
      loaded: loaded.map((file) => require('node:path').basename(file)),
    }),
  );
})();
