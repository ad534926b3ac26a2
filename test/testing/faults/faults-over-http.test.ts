import { NotifyStandIn, type Fault } from '../../../lib/testing';
import { bearer, callOverHttp } from '../calls';
import { ids } from '../default-ids';

const body = JSON.stringify({ template_id: ids.plainSms, phone_number: '07900900123' });

async function withFault(fault: Fault): Promise<{ ended: unknown; stored: number; took: number }> {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen();
  standIn.faults.add({ fault });
  const start = performance.now();
  try {
    const call = { method: 'POST', path: '/v2/notifications/sms', headers: { authorization: bearer() }, body };
    const ended: unknown = await callOverHttp(server.url, call).then(
      ({ status, headers }) => ({ status, type: headers['content-type'] }),
      // Node's own errors are none of Jest's classes.
      (error: NodeJS.ErrnoException) => error.code,
    );
    return { ended, stored: standIn.notifications.size, took: performance.now() - start };
  } finally {
    await server.close();
  }
}

test.each<[Fault, unknown, number]>([
  [{ kind: 'drop', accepted: true }, 'ECONNRESET', 1],
  [{ kind: 'drop', accepted: false }, 'ECONNRESET', 0],
  [{ kind: 'half a body' }, 'ECONNRESET', 1],
  [{ kind: 'gateway', status: 502 }, { status: 502, type: 'text/html' }, 0],
  [{ kind: 'edge', status: 404 }, { status: 404, type: 'text/html' }, 0],
  [{ kind: 'server error' }, { status: 500, type: 'application/json' }, 0],
])('the fault %j reaches a client over HTTP', async (fault, ended, stored) => {
  expect(await withFault(fault)).toMatchObject({ ended, stored });
});

test.each<Fault>([
  { kind: 'latency', milliseconds: 60 },
  { kind: 'slow body', milliseconds: 60 },
])('the fault %j takes its time over HTTP', async (fault) => {
  const { ended, took } = await withFault(fault);
  expect(ended).toEqual({ status: 201, type: 'application/json' });
  expect(took).toBeGreaterThanOrEqual(59);
});
