import { errorCode } from '../../lib/notify/errors';
import type { ServeOptions } from '../../lib/testing';
import { cannot, exitCodes, print, type Command } from './command';
import { readOptions } from './options';

const usage = `  stand-in [--port N] [--world FILE] [--control] [--json] [--port-file FILE]
      Runs a stand-in for GOV.UK Notify on 127.0.0.1. Prints its keys, its template IDs and the address of its inbox, a web
      page that shows every message that it gets.

      --port N           the port; default a free one
      --host ADDRESS     the address to listen on; in a container 0.0.0.0
      --world FILE       your services, keys and templates, as JSON; default a small built-in world
      --control          let tests control it under /_stand-in/, and show forms in the inbox
      --json             print only one line of JSON, with the port, keys and template IDs
      --port-file FILE   write the port to this file when it is ready. With --json, write the JSON
`;

export const standIn: Command = {
  usage,
  examples: [
    'stand-in',
    'stand-in --port 6011 --control',
    'stand-in --json --port-file stand-in.json --world world.json',
  ],
  async run(args) {
    const values = readOptions(args, {
      port: { type: 'string' },
      host: { type: 'string' },
      world: { type: 'string' },
      control: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'port-file': { type: 'string' },
    });
    await serveUntilInterrupted({
      port: readPort(values.port),
      control: values.control,
      json: values.json,
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values['port-file'] === undefined ? {} : { portFile: values['port-file'] }),
      ...(values.world === undefined ? {} : { worldFile: values.world }),
    });
    return exitCodes.done;
  },
};

async function serveUntilInterrupted(options: ServeOptions): Promise<void> {
  // The other commands start without it.
  const { serveStandIn } = await import('../../lib/testing');
  const close = await serveStandIn(options, print).catch((error: unknown) => {
    throw explained(error, options);
  });
  const stop = (): void => void close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readPort(text = '0'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`port "${text}" is not a port; give a whole number from 0 to 65535`);
  }
  return port;
}

/** What the machine refused, said of the option it comes from. */
function explained(error: unknown, { port, host = '127.0.0.1', worldFile, portFile }: ServeOptions): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  if (errorCode(error) === 'EADDRNOTAVAIL' || error.syscall === 'getaddrinfo') {
    return cannot(`host "${host}" cannot be used`, error, 'give an address of this machine');
  }
  if (portFile !== undefined && 'path' in error && String(error.path).startsWith(portFile)) {
    return cannot(
      `port file "${portFile}" cannot be written`,
      error,
      'give the path of a file in a folder that exists',
    );
  }
  return error.syscall === 'listen'
    ? cannot(`port ${port} cannot be used`, error, 'give another, or leave out --port to get a free one')
    : cannot(`world file "${worldFile}" cannot be read`, error, 'give the path of a JSON file');
}
