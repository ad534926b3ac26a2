// Answers every send as Notify does, over TLS, after a latency. Runs in a process of its own, so that its work is not counted.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const [certificate = '', latency = '0'] = process.argv.slice(2);
const pem = readFileSync(certificate);
const answer = JSON.stringify({
  content: { body: 'Hello Amala', from_number: 'GOVUK' },
  id: '740e5834-3a29-46b4-9a6f-16142fde533a',
  reference: 'bench',
  scheduled_for: null,
  template: { id: 'f33517ff-2a88-4f6e-b855-c550268ce08a', uri: 'https://127.0.0.1/services/x/templates/y', version: 1 },
  uri: 'https://127.0.0.1/v2/notifications/740e5834-3a29-46b4-9a6f-16142fde533a',
});

const server = createServer({ key: pem, cert: pem }, (request, response) => {
  const respond = () => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  };
  request.resume().once('end', () => (latency === '0' ? respond() : setTimeout(respond, Number(latency))));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
