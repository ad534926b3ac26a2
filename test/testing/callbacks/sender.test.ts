import { createServer } from 'node:http';
import { defaultWorld, NotifyStandIn } from '../../../lib/testing';
import { sendOverHttp } from '../../../lib/testing/callbacks/sender';

/** A server that answers by path and keeps what it got. */
async function withServer(use: (url: string, got: string[]) => Promise<void>): Promise<void> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      got.push(`${request.method} ${request.url} ${request.headers.authorization} ${Buffer.concat(chunks).toString()}`);
      const [, status = '200', next] = /^\/(\d+)(\/.*)?$/.exec(request.url ?? '') ?? [];
      if (status !== '0') response.writeHead(Number(status), next === undefined ? {} : { location: next }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  try {
    await use(`http://127.0.0.1:${port}`, got);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const request = { headers: { Authorization: 'Bearer x' }, body: '{}', timeout: 200 };

test('a callback arrives with its body and its bearer token', async () => {
  await withServer(async (url, got) => {
    expect(await sendOverHttp({ ...request, url: `${url}/200` })).toBe(200);
    expect(got).toEqual(['POST /200 Bearer x {}']);
  });
});

test('a redirect turns the callback into a GET, unless its status keeps the method', async () => {
  await withServer(async (url, got) => {
    expect(await sendOverHttp({ ...request, url: `${url}/302/204` })).toBe(204);
    expect(await sendOverHttp({ ...request, url: `${url}/307/204` })).toBe(204);
    expect(got.map((line) => line.slice(0, 9))).toEqual(['POST /302', 'GET /204 ', 'POST /307', 'POST /204']);
  });
});

test('a redirect without a target counts as an answer', async () => {
  await withServer(async (url) => {
    expect(await sendOverHttp({ ...request, url: `${url}/302` })).toBe(302);
  });
});

test('a timeout and a missing server are failures', async () => {
  await withServer(async (url) => {
    await expect(sendOverHttp({ ...request, url: `${url}/0` })).rejects.toThrow(/abort|timeout/i);
  });
  await expect(sendOverHttp({ ...request, url: 'http://127.0.0.1:1/' })).rejects.toThrow('ECONNREFUSED');
});

test('a stand-in that listens makes callbacks by itself', async () => {
  await withServer(async (url, got) => {
    const callbacks = { receivedTexts: { url: `${url}/200`, bearerToken: 'token' } };
    const standIn = new NotifyStandIn({
      world: { services: defaultWorld().services.map((service) => Object.assign({}, service, { callbacks })) },
    });
    const server = await standIn.listen();
    standIn.control.receiveText({ from: '07900900123', content: 'hello' });
    while (standIn.callbackAttempts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await server.close();
    expect(got).toEqual([expect.stringMatching(/^POST \/200 Bearer token .*"message": "hello"/)]);
  });
});
