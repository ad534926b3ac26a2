// Answers every send as Notify does, over TLS, after a latency. Runs in a process of its own, so that its work is not counted.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sentEmail } from '../shared/sent-email';

const [certificate = '', latency = '0'] = process.argv.slice(2);
const pem = readFileSync(certificate);

const server = createServer({ key: pem, cert: pem }, (request, response) => {
  const respond = () => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sentEmail) });
    response.end(sentEmail);
  };
  request.resume().once('end', () => (latency === '0' ? respond() : setTimeout(respond, Number(latency))));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
