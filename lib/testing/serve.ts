import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { NotifyStandIn } from './stand-in';
import { defaultWorld } from './world/default-world';
import { describeWorld } from './world/describe-world';
import { readWorld } from './world/read-world';
import { summariseWorld } from './world/summarise-world';
import type { World } from './world/world';

/**
 * What the command `stand-in` is given.
 *
 * @example
 * await serveStandIn({ worldFile: 'world.json', control: true, json: true }, console.log);
 */
export interface ServeOptions {
  /**
   * The port to listen on.
   *
   * @default any free port
   */
  readonly port?: number;
  /** The address to listen on; in a container `0.0.0.0`. @default 127.0.0.1, which other machines do not reach */
  readonly host?: string;
  /** Path of a world in JSON. @default the default world */
  readonly worldFile?: string;
  /** Whether the stand-in can be steered under `/_stand-in/`. @default false */
  readonly control?: boolean;
  /** Whether what is printed is one line of JSON, for a program to read. @default false */
  readonly json?: boolean;
  /** Path of a file that appears when it listens: it holds the port, with `json` all that is printed. @default none */
  readonly portFile?: string;
}

/**
 * Runs a stand-in of its own, as `npx cdk-govuk-notify stand-in` does, and prints what is needed to use it.
 *
 * @param print is given the text, line by line
 * @returns a function that ends it
 * @throws Error when the file is no world, the port is taken, or the port file cannot be written
 *
 * @example
 * const close = await serveStandIn({ port: 6011, control: true }, console.log);
 */
export async function serveStandIn(options: ServeOptions, print: (line: string) => void): Promise<() => Promise<void>> {
  const { port = 0, host = '127.0.0.1', worldFile, control = false, json = false, portFile } = options;
  const world = worldFile === undefined ? defaultWorld() : readWorld(await readFile(worldFile, 'utf8'));
  // One that is left of another run would say that this one listens already.
  if (portFile !== undefined) await rm(portFile, { force: true });
  const server = await new NotifyStandIn({ world }).listen({ port, host, control, inbox: true });
  const start = describeStart(server.url, control, world);
  const close = async (): Promise<void> => {
    await server.close();
    if (portFile !== undefined) await rm(portFile, { force: true });
  };
  try {
    if (portFile !== undefined) await writeWhole(portFile, json ? JSON.stringify(start) : String(start.port));
  } catch (error) {
    await close();
    throw error;
  }
  if (json) print(JSON.stringify(start));
  else for (const line of linesOf(start.url, control, world)) print(line);
  return close;
}

/** What a program needs to use a stand-in that listens. */
function describeStart(url: string, control: boolean, world: World) {
  const steered = control ? { controlUrl: `${url}/_stand-in/` } : {};
  return { url, port: Number(new URL(url).port), inboxUrl: inboxOf(url), ...steered, ...summariseWorld(world) };
}

function linesOf(url: string, control: boolean, world: World): string[] {
  return [
    `A stand-in for GOV.UK Notify listens on ${url}`,
    `See what it was sent: ${inboxOf(url)}`,
    ...(control ? [`It can be steered under ${url}/_stand-in/`] : []),
    '',
    ...describeWorld(world).split('\n'),
  ];
}

const inboxOf = (url: string): string => `${url}/_stand-in/inbox`;

/** A program that waits for the file never reads half of it. */
async function writeWhole(file: string, content: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${content}\n`);
  await rename(unfinished, file);
}
