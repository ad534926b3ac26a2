import { prepareUpload } from 'cdk-govuk-notify/notify';
import { NotifyPublisher } from 'cdk-govuk-notify/publisher';

const publisher = NotifyPublisher.fromEnv();

export const handler = async () =>
  publisher.sendEmail({
    templateId: '9d751e0e-f929-4891-82a1-a3e1c3c18ee3',
    emailAddress: 'amala@example.com',
    personalisation: { link_to_file: prepareUpload(Buffer.from('decision'), { filename: 'decision.txt' }) },
    idempotencyKey: 'a file',
  });
