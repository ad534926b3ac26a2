/** So many messages, each new, as if it were read from a file. */
export function* reminders(total: number) {
  for (let row = 0; row < total; row += 1) {
    yield {
      type: 'email' as const,
      templateId: 'f33517ff-2a88-4f6e-b855-c550268ce08a',
      emailAddress: `patient-${row}@example.com`,
      personalisation: {
        name: `Patient ${row}`,
        day: 'Monday',
        time: '10:30',
        place: 'the surgery in the High Street',
      },
      reference: `appointment ${row}`,
      idempotencyKey: `reminder of appointment ${row}`,
    };
  }
}
