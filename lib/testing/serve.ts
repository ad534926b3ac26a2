import { readFile } from 'node:fs/promises';
import { NotifyStandIn } from './stand-in';
import { defaultWorld } from './world/default-world';
import { describeWorld } from './world/describe-world';
import { readWorld } from './world/read-world';

/** What the command `stand-in` is given. */
export interface ServeOptions {
  /** @default any free port */
  readonly port?: number;
  /** Path of a world in JSON. @default the default world */
  readonly worldFile?: string;
  /** Whether the stand-in can be steered under `/_stand-in/`. @default false */
  readonly control?: boolean;
}

/**
 * Runs a stand-in of its own, as `npx cdk-govuk-notify stand-in` does, and prints what is needed to use it.
 *
 * @param print is given the text, line by line
 * @returns a function that ends it
 * @throws Error when the file is no world, or the port is taken
 *
 * @example
 * const close = await serveStandIn({ port: 6011, control: true }, console.log);
 */
export async function serveStandIn(
  { port = 0, worldFile, control = false }: ServeOptions,
  print: (line: string) => void,
): Promise<() => Promise<void>> {
  const world = worldFile === undefined ? defaultWorld() : readWorld(await readFile(worldFile, 'utf8'));
  const server = await new NotifyStandIn({ world }).listen({ port, control });
  print(`A stand-in for GOV.UK Notify listens on ${server.url}`);
  if (control) print(`It can be steered under ${server.url}/_stand-in/`);
  print('');
  for (const line of describeWorld(world).split('\n')) print(line);
  return server.close;
}
