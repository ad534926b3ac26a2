import { NotifyClient } from '../../lib/notify';
import { apiKey, type World } from '../../lib/testing';

const kinds = {
  email: {
    template_id: 'e0000000-0000-4000-8000-000000000001',
    personalisation: { name: 'Amala Bird', day: 'Monday', time: '10:30', bring: 'yes' },
  },
  sms: { template_id: '50000000-0000-4000-8000-000000000001', personalisation: { code: '123456' } },
} as const;

/** A message to send: emails and texts in turn. */
export function message(index: number): { path: string; body: string } {
  const reference = `order-${index}/3f6c7d3f/${index.toString(16).padStart(12, '0')}`;
  return index % 2 === 0
    ? {
        path: '/v2/notifications/email',
        body: JSON.stringify({ ...kinds.email, email_address: `person${index}@example.com`, reference }),
      }
    : {
        path: '/v2/notifications/sms',
        body: JSON.stringify({ ...kinds.sms, phone_number: `07900${String(index).padStart(6, '0')}`, reference }),
      };
}

/** A token as our client makes it, caught on its way; it is good for 30 seconds. */
export async function caughtBearer(world: World): Promise<string> {
  let caught = '';
  const client = new NotifyClient({
    apiKey: apiKey(world, 'live'),
    transport: async ({ headers }) => {
      caught = headers['authorization'] ?? '';
      return { status: 200, headers: {}, body: Buffer.from('{"templates":[]}') };
    },
  });
  await client.listTemplates();
  return caught;
}
