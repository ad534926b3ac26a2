#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { errorCode } from '../lib/notify/errors';
import { serveStandIn, type ServeOptions } from '../lib/testing/serve';

const usage = `cdk-govuk-notify <command>

  stand-in [--port N] [--world FILE] [--control]
      Serves a stand-in for GOV.UK Notify on 127.0.0.1 and prints its keys and template ids.

      --port N       listen on this port; a free one without it
      --world FILE   the services, keys and templates, as JSON; a small world of its own without it
      --control      serve /_stand-in/ too, by which a test tells it what to do
`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      world: { type: 'string' },
      control: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const command = positionals.join(' ') || '(none)';
  if (command !== 'stand-in') throw new Error(`no such command: ${command}\n\n${usage}`);
  await serveUntilInterrupted({
    port: readPort(values.port),
    control: values.control,
    ...(values.world === undefined ? {} : { worldFile: values.world }),
  });
}

async function serveUntilInterrupted(options: ServeOptions): Promise<void> {
  const close = await serveStandIn(options, (line) => process.stdout.write(`${line}\n`)).catch((error: unknown) => {
    throw explained(error, options);
  });
  const stop = (): void => void close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readPort(text = '0'): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new Error(`port "${text}" is not one; give a whole number from 0 to 65535`);
  }
  return port;
}

/** What the machine refused, said of the option it comes from. */
function explained(error: unknown, { port, worldFile }: ServeOptions): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return error.syscall === 'listen'
    ? new Error(`port ${port} cannot be used (${errorCode(error)}); give another, or none for a free one`)
    : new Error(`world file "${worldFile}" cannot be read (${errorCode(error)}); give the path of a JSON file`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
