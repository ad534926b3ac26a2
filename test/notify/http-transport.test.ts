import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createServer as createNetServer, type LookupFunction, type Server as NetServer } from 'node:net';
import {
  httpTransport,
  isDefinitelyNotSent,
  isOutcomeUnknown,
  NotifyAbortedError,
  NotifyConnectionError,
  NotifyInputError,
  NotifyTimeoutError,
  type HttpRequest,
} from '../../lib/notify';
import { rejection } from './answers';
import { listening, portOf, selfSigned, serve, serveTls } from './servers';

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function closing<AnyServer extends NetServer | Server>(server: AnyServer): AnyServer {
  cleanups.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return server;
}

const started = async (listener: RequestListener) => closing(await serve(listener));

function request(server: NetServer, more: Partial<HttpRequest> & { readonly scheme?: string } = {}): HttpRequest {
  const { scheme = 'http', ...rest } = more;
  const url = new URL(`${scheme}://127.0.0.1:${portOf(server)}/v2/notifications/sms?a=b`);
  return { method: 'POST', url, headers: { 'x-test': 'yes' }, body: '{"a":"é"}', timeout: 5_000, ...rest };
}

/** A transport whose agent is closed after the test. */
function transport(agent: Agent = new Agent({ keepAlive: true })) {
  cleanups.push(() => agent.destroy());
  return httpTransport({ agent });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(message, 'end');
  return Buffer.concat(chunks).toString();
}

describe('httpTransport', () => {
  it('a request is sent as it is, and its whole answer is returned', async () => {
    const server = await started(async (incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const seen = {
        method,
        url,
        test: headers['x-test'],
        length: headers['content-length'],
        body: await textOf(incoming),
      };
      outgoing.writeHead(418, { 'X-B3-TraceId': 'abc', 'Set-Cookie': ['a=1', 'b=2'] }).end(JSON.stringify(seen));
    });
    const response = await transport()(request(server));
    expect(response).toMatchObject({ status: 418, headers: { 'x-b3-traceid': 'abc', 'set-cookie': 'a=1,b=2' } });
    expect(JSON.parse(response.body.toString())).toEqual({
      method: 'POST',
      url: '/v2/notifications/sms?a=b',
      test: 'yes',
      length: '10',
      body: '{"a":"é"}',
    });
  });

  it('a body is returned byte for byte', async () => {
    const bytes = Buffer.from([0x25, 0x50, 0xff, 0x00, 0xc3]);
    const server = await started((_, outgoing) => outgoing.end(bytes));
    const { body } = await transport()(request(server, { method: 'GET' }));
    expect(body).toEqual(bytes);
  });

  it('a redirect is not followed', async () => {
    const server = await started((_, outgoing) => outgoing.writeHead(307, { location: '/elsewhere' }).end());
    await expect(transport()(request(server))).resolves.toMatchObject({ status: 307 });
  });

  it('a connection is reused for the next request and gains no listeners', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    cleanups.push(() => process.off('warning', onWarning));
    let connections = 0;
    const server = await started((_, outgoing) => outgoing.end('ok'));
    server.on('connection', () => (connections += 1));
    const carry = httpTransport();
    for (let round = 0; round < 15; round += 1) await carry(request(server));
    await new Promise(setImmediate);
    expect(connections).toBe(1);
    expect(warnings).toEqual([]);
  });

  it('the agent passed in is used', async () => {
    const server = await started((_, outgoing) => outgoing.end('ok'));
    const agent = new Agent();
    const connect = jest.spyOn(agent, 'createConnection');
    await transport(agent)(request(server));
    expect(connect).toHaveBeenCalledTimes(1);
  });

  it('a request goes over TLS when the agent trusts the certificate', async () => {
    const server = closing(await serveTls((_, outgoing) => outgoing.end('ok')));
    const response = await transport(new TlsAgent({ ca: selfSigned }))(request(server, { scheme: 'https' }));
    expect(response.status).toBe(200);
  });

  it('an agent for another protocol gives an error before anything is sent', async () => {
    const server = await started((_, outgoing) => outgoing.end('ok'));
    const error = await rejection(transport(new TlsAgent())(request(server)));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(error.message).toContain('ERR_INVALID_PROTOCOL');
  });
});

describe('httpTransport: connection', () => {
  it('a refused connection means that the message is definitely not sent', async () => {
    const server = await serve(() => {});
    const refused = request(server);
    await new Promise((done) => server.close(done));
    const error = await rejection(transport()(refused));
    expect(error).toBeInstanceOf(NotifyConnectionError);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', kind: 'not connected' });
    expect(isDefinitelyNotSent(error)).toBe(true);
  });

  it('a host that cannot be found means that the message is definitely not sent', async () => {
    const server = await started(() => {});
    const url = new URL(`http://notify.invalid:${portOf(server)}/`);
    const lookup: LookupFunction = (_, __, found) => found(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    const error = await rejection(transport(new Agent({ lookup }))(request(server, { url })));
    expect(error).toMatchObject({ code: 'ENOTFOUND', kind: 'not connected' });
    expect(isDefinitelyNotSent(error)).toBe(true);
  });

  it('an untrusted certificate means that the message is definitely not sent', async () => {
    let requests = 0;
    const server = closing(await serveTls(() => (requests += 1)));
    const error = await rejection(transport(new TlsAgent())(request(server, { scheme: 'https' })));
    expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(isDefinitelyNotSent(error)).toBe(true);
    expect(requests).toBe(0);
  });

  it('a connection that breaks during the TLS handshake means that the message is definitely not sent', async () => {
    const server = closing(await listening(createNetServer((socket) => socket.once('data', () => socket.destroy()))));
    const error = await rejection(transport(new TlsAgent())(request(server, { scheme: 'https' })));
    expect(error).toBeInstanceOf(NotifyConnectionError);
    expect(isDefinitelyNotSent(error)).toBe(true);
  });

  it('a connection dropped over TLS after the request leaves the outcome unknown', async () => {
    const server = closing(await serveTls((incoming) => incoming.socket.destroy()));
    const error = await rejection(transport(new TlsAgent({ ca: selfSigned }))(request(server, { scheme: 'https' })));
    expect(error).toMatchObject({ code: 'ECONNRESET', kind: 'connection lost' });
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it.each<readonly [string, RequestListener]>([
    ['dropped after the request', (incoming) => incoming.socket.destroy()],
    ['dropped after half a body', (_, outgoing) => outgoing.writeHead(201, { 'content-length': '100' }).write('half')],
    ['dropped in the middle of a chunked body', (_, outgoing) => outgoing.writeHead(201).write('half')],
    ['that answers what is not HTTP', (incoming) => incoming.socket.end('SMTP ready\r\n\r\n')],
  ])('a connection %s leaves the outcome unknown', async (_, listener) => {
    const server = await started((incoming, outgoing) => {
      listener(incoming, outgoing);
      setImmediate(() => incoming.socket.destroySoon());
    });
    const error = await rejection(transport()(request(server)));
    expect(error).toBeInstanceOf(NotifyConnectionError);
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  describe('that was kept while the process was frozen, and of whose end it heard nothing', () => {
    /** It answers the first request of a connection, and never another: so does one that died unnoticed. */
    const forgetful = () => {
      const known = new Set<object>();
      return started((incoming, outgoing) => {
        if (!known.has(incoming.socket)) outgoing.end(String(known.add(incoming.socket).size));
      });
    };

    it('is not used again, so that no outcome is unknown', async () => {
      const server = await forgetful();
      let now = 0;
      const send = httpTransport({ clock: { now: () => now } });
      await Promise.all([1, 2, 3].map(() => send(request(server))));
      now += 3_600_000;
      const answers = await Promise.all([1, 2, 3, 4].map(() => send(request(server))));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    });

    it('is used again for as long as it cannot have died in that time', async () => {
      let connections = 0;
      const server = await started((_, outgoing) => outgoing.end('ok'));
      server.on('connection', () => (connections += 1));
      let now = 0;
      const send = httpTransport({ clock: { now: () => now } });
      for (const wait of [0, 1000, 4000, 4001]) {
        now += wait;
        await send(request(server));
      }
      expect(connections).toBe(2);
    });
  });

  it('a reused connection that has died leaves the outcome unknown', async () => {
    let served = 0;
    const server = await started((incoming, outgoing) => {
      served += 1;
      if (served === 1) outgoing.end('ok');
      else incoming.socket.destroy();
    });
    const carry = transport();
    await carry(request(server));
    const error = await rejection(carry(request(server)));
    expect(isOutcomeUnknown(error)).toBe(true);
  });
});

describe('httpTransport: timeout', () => {
  it.each<readonly [string, RequestListener]>([
    ['an answer that never begins', () => {}],
    ['a body that never ends', (_, outgoing) => outgoing.writeHead(200).write('a')],
    [
      'a body that trickles',
      (_, outgoing) => {
        const trickle = setInterval(() => outgoing.write('a'), 10);
        outgoing.once('close', () => clearInterval(trickle));
      },
    ],
  ])('the timeout ends %s, with an unknown outcome', async (_, listener) => {
    const server = await started(listener);
    const error = await rejection(transport()(request(server, { timeout: 100 })));
    expect(error).toBeInstanceOf(NotifyTimeoutError);
    expect(error.message).toBe('timed out: 100 milliseconds');
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it('a timeout during the TLS handshake means that the message is definitely not sent', async () => {
    const server = closing(await listening(createNetServer((socket) => cleanups.push(() => socket.destroy()))));
    const error = await rejection(transport(new TlsAgent())(request(server, { scheme: 'https', timeout: 100 })));
    expect(error).toMatchObject({ kind: 'timed out before sending' });
    expect(isDefinitelyNotSent(error)).toBe(true);
  });

  it('a timeout closes the connection', async () => {
    const server = await started(() => {});
    const connected = once(server, 'connection');
    await rejection(transport()(request(server, { timeout: 50 })));
    const [socket] = await connected;
    if (!socket.closed) await once(socket, 'close');
    expect(socket).toMatchObject({ closed: true });
  });

  it('a timeout of Infinity never ends a request', async () => {
    const server = await started((_, outgoing) => setTimeout(() => outgoing.end('ok'), 20));
    await expect(transport()(request(server, { timeout: Infinity }))).resolves.toMatchObject({ status: 200 });
  });
});

describe('httpTransport: abort', () => {
  it('an abort before the call sends nothing', async () => {
    let requests = 0;
    const server = await started(() => (requests += 1));
    const error = await rejection(transport()(request(server, { signal: AbortSignal.abort('why') })));
    expect(error).toBeInstanceOf(NotifyAbortedError);
    expect(error).toMatchObject({ cause: 'why', kind: 'aborted before sending' });
    expect(isDefinitelyNotSent(error)).toBe(true);
    expect(requests).toBe(0);
  });

  it('an abort while connecting sends nothing', async () => {
    const server = await started(() => {});
    const abort = new AbortController();
    const call = rejection(transport()(request(server, { signal: abort.signal })));
    abort.abort();
    expect(isDefinitelyNotSent(await call)).toBe(true);
  });

  it('an abort after the request is sent leaves the outcome unknown', async () => {
    const abort = new AbortController();
    const server = await started(() => abort.abort(new Error('closed')));
    const error = await rejection(transport()(request(server, { signal: abort.signal })));
    expect(error).toBeInstanceOf(NotifyAbortedError);
    expect(error).toMatchObject({ kind: 'aborted', cause: new Error('closed') });
    expect(isOutcomeUnknown(error)).toBe(true);
  });

  it('an abort in the middle of a body ends the call', async () => {
    const abort = new AbortController();
    const server = await started((_, outgoing) => {
      outgoing.writeHead(200).write('half');
      setTimeout(() => abort.abort(), 20);
    });
    const error = await rejection(transport()(request(server, { signal: abort.signal })));
    expect(error).toBeInstanceOf(NotifyAbortedError);
  });

  it('an abort after the answer does nothing, and the transport stops listening to the signal', async () => {
    const abort = new AbortController();
    const remove = jest.spyOn(abort.signal, 'removeEventListener');
    const server = await started((_, outgoing) => outgoing.end('ok'));
    await transport()(request(server, { signal: abort.signal }));
    abort.abort();
    expect(remove).toHaveBeenCalledTimes(1);
  });
});
