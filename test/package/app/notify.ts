import { isDefinitelyNotSent, NotifyClient } from 'cdk-govuk-notify/notify';

const notify = new NotifyClient({
  apiKey: process.env['NOTIFY_API_KEY'] ?? '',
  baseUrl: process.env['NOTIFY_BASE_URL'],
});

export const handler = async (): Promise<string> => {
  try {
    const { content } = await notify.sendEmail({
      templateId: 'e0000000-0000-4000-8000-000000000001',
      emailAddress: 'amala@example.com',
      personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'no' },
    });
    return content.subject;
  } catch (error) {
    return isDefinitelyNotSent(error) ? 'not sent' : 'unknown';
  }
};
