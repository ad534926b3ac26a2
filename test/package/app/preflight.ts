import { createPreflight } from 'cdk-govuk-notify/preflight';
import { NotifyPublisher, RefusedMessageError } from 'cdk-govuk-notify/publisher';

const publisher = NotifyPublisher.fromEnv(process.env, { preflight: createPreflight() });
const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
const address = { address_line_1: 'Amala Bird', address_line_2: '1 High Street' };

const refusals = (publishing: Promise<unknown>): Promise<readonly string[]> =>
  publishing.then(
    () => [],
    (error) => {
      if (!(error instanceof RefusedMessageError)) throw error;
      return error.details.map(({ message }) => message);
    },
  );

export const handler = async (): Promise<readonly (readonly string[])[]> => [
  await refusals(publisher.sendSms({ templateId, phoneNumber: '07900 90' })),
  await refusals(publisher.sendSms({ templateId, phoneNumber: '07900 900123' })),
  await refusals(publisher.sendLetter({ templateId, personalisation: { ...address, address_line_3: 'Nowhere 12' } })),
  await refusals(publisher.sendLetter({ templateId, personalisation: { ...address, address_line_3: 'Deutschland' } })),
];
