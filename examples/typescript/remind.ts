// A Lambda function that reminds people of their appointments of tomorrow. In its stack:
//
//   notify.addPublisher(new NodejsFunction(this, 'Remind', { entry: 'remind.ts' }));

import { NotifyPublisher, type MessageToPublish } from 'cdk-govuk-notify/publisher';

interface Appointment {
  readonly id: string;
  readonly emailAddress: string;
  readonly name: string;
  readonly day: string;
  readonly time: string;
}

const publisher = NotifyPublisher.fromEnv();

const reminder = ({ id, emailAddress, name, day, time }: Appointment): MessageToPublish => ({
  type: 'email',
  templateId: 'e0000000-0000-4000-8000-000000000001',
  emailAddress,
  personalisation: { name, day, time, bring: 'no' },
  reference: id,
  // Run again after whatever went wrong, the function reminds nobody twice.
  idempotencyKey: `reminder of appointment ${id}`,
});

export async function handler({ appointments }: { readonly appointments: readonly Appointment[] }): Promise<void> {
  const { failed, failures } = await publisher.sendAll(appointments.map(reminder));
  for (const { index, error } of failures) console.error(`appointment ${appointments[index]?.id}: ${error.message}`);
  if (failed > 0) throw new Error(`${failed} of ${appointments.length} reminders were not published`);
}
