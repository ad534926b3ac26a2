import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buffer } from 'node:stream/consumers';
import { readWorld } from '../../../lib/testing';
import { NotifyStandIn } from '../../../lib/testing/stand-in';
import { readVectors } from '../../vectors';
import { namedRequest, sendEarlierMessage, type NamedRequest } from './earlier-message';
import { Player, type LiveCase, type LiveVectors } from './live';

/**
 * Serves the stand-in to a program that plays recordings as they stand: where a recording names a message of the run that
 * was recorded, the message is sent first and its id put in. All else passes through untouched.
 *
 *     npx tsx test/testing/vectors/after-earlier-run.ts --world world.json
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { world: { type: 'string' } } });
  if (values.world === undefined) throw new Error('no world was given; give --world FILE');
  const standIn = new NotifyStandIn({ world: readWorld(readFileSync(values.world, 'utf8')) });
  const { url } = await standIn.listen();
  const { cases, keys } = readVectors<LiveCase, LiveVectors>('live.json');
  const player = new Player(url, keys, standIn.now.bind(standIn));

  const answerNamed = async (incoming: IncomingMessage, answer: ServerResponse, { before, name }: NamedRequest) => {
    const recorded = cases.find(({ path }) => path === incoming.url);
    if (recorded === undefined) throw new Error(`no recording has the path of ${name}: add it to live.json`);
    const id = await sendEarlierMessage(recorded, name, standIn, player);
    await passOn(incoming, answer, url, before + id, (text) => text.replaceAll(id, `<${name}>`));
  };

  const front = createServer((incoming, answer) => {
    const path = incoming.url ?? '/';
    const named = namedRequest(path);
    const answered = named ? answerNamed(incoming, answer, named) : passOn(incoming, answer, url, path);
    answered.catch((error: unknown) => answer.destroy(error instanceof Error ? error : undefined));
  });
  front.listen(0, '127.0.0.1', () => {
    const address = front.address();
    if (address !== null && typeof address === 'object') process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  });
}

async function passOn(
  incoming: IncomingMessage,
  answer: ServerResponse,
  url: string,
  path: string,
  change = (text: string) => text,
): Promise<void> {
  const body = await buffer(incoming);
  const { hostname, port } = new URL(url);
  const { method, rawHeaders } = incoming;
  const given = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ hostname, port, method, path, headers: rawHeaders }, resolve).once('error', reject).end(body);
  });
  const text = change((await buffer(given)).toString('latin1'));
  const names = given.rawHeaders.filter((_, index) => index % 2 === 0);
  const kept = names.flatMap((name, index) => {
    const value = given.rawHeaders[2 * index + 1] ?? '';
    return /^(content-length|connection|keep-alive)$/i.test(name) ? [] : [name, value];
  });
  answer.writeHead(given.statusCode ?? 500, [...kept, 'Content-Length', String(Buffer.byteLength(text, 'latin1'))]);
  answer.end(Buffer.from(text, 'latin1'));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
