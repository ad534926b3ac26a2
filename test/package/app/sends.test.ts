import { deliveryDetails } from 'cdk-govuk-notify/events';
import { isDefinitelyNotSent, NotifyClient, NotifyConnectionError, prepareUpload } from 'cdk-govuk-notify/notify';
import { createPreflight } from 'cdk-govuk-notify/preflight';
import { NotifyPublisher } from 'cdk-govuk-notify/publisher';
import { apiKey, NotifyStandIn } from 'cdk-govuk-notify/testing';

const email = {
  templateId: 'e0000000-0000-4000-8000-000000000001',
  emailAddress: 'amala@example.com',
  personalisation: { name: 'Amala', day: 'Monday', time: '10:30', bring: 'no' },
};

test('an email goes to the stand-in, and a broken connection is known for what it is', async () => {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
  const { id } = await notify.sendEmail(email);
  expect(id).toHaveLength(36);

  standIn.faults.add({ fault: { kind: 'drop', accepted: true } });
  const error: unknown = await notify.sendEmail(email).catch((thrown: unknown) => thrown);
  expect([error instanceof NotifyConnectionError, isDefinitelyNotSent(error)]).toEqual([true, false]);
});

test('a file goes by email, and its type is read', async () => {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
  const file = prepareUpload(Buffer.from('%PDF-1.4\n%%EOF\n'), { filename: 'decision.pdf' });
  await notify.sendEmail({ ...email, personalisation: { ...email.personalisation, name: file } });
  expect(standIn.uploads).toMatchObject([{ filename: 'decision.pdf' }]);
});

test('the PDF of a letter is drawn', async () => {
  const standIn = new NotifyStandIn();
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world, 'live'), transport: standIn.transport });
  const { templates } = await notify.listTemplates({ type: 'letter' });
  const template = templates[0];
  const names = Object.keys(template?.personalisation ?? {});
  const { id } = await notify.sendLetter({
    templateId: template?.id ?? '',
    personalisation: {
      ...Object.fromEntries(names.map((name) => [name, 'a value'])),
      address_line_1: 'Amala Bird',
      address_line_2: '1 High Street',
      address_line_3: 'SW1A 1AA',
    },
  });
  await standIn.tick(60_000);
  expect(
    Buffer.from(await notify.getLetterPdf(id))
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('a publisher publishes by the SDK, and refuses what Notify would', async () => {
  const commands: object[] = [];
  const sqsClient = { send: async (command: { readonly input: object }) => (commands.push(command.input), {}) };
  const preflight = createPreflight();
  const publisher = new NotifyPublisher({ queueUrl: 'q', pipelineId: 'p', preflight, sqsClient });
  const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';
  await publisher.sendSms({ templateId, phoneNumber: '07900 900123' });
  await expect(publisher.sendSms({ templateId, phoneNumber: '07900 90' })).rejects.toMatchObject({
    name: 'RefusedMessageError',
  });
  expect(commands).toHaveLength(1);
});

test('an event is read', () => {
  expect(deliveryDetails.delivered.safeParse({}).success).toBe(false);
});
