import { createServer, type Server, type Socket } from 'node:net';
import { listening, portOf } from '../../notify/servers';

/** The endpoint of every service of AWS, for the whole test file: it takes connections and never answers. */
export function letAwsHang(): void {
  let hung: Server;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    hung = await listening(createServer((socket) => sockets.add(socket.on('error', () => undefined))));
    const endpoint = `http://127.0.0.1:${portOf(hung)}`;
    Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint, AWS_ENDPOINT_URL_S3: endpoint });
    Object.assign(process.env, { AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    hung.close();
  });
}
