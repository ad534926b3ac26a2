import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** `npm start -- --inbox`, as somebody runs it. */
export interface LocalStart {
  /** Of the deliveries. */
  readonly url: string;
  /** Presses Ctrl+C. Gives the exit code. */
  readonly stop: () => Promise<number | null>;
}

const repository = resolve(__dirname, '../..');

export async function startLocally(): Promise<LocalStart> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', '--inbox'], { cwd: repository });
  const closed = new Promise<number | null>((settle) => child.once('close', settle));
  let output = '';
  const url = await new Promise<string>((found, lost) => {
    const read = (text: Buffer): void => {
      output += text.toString();
      const [address] = /http:\S+\/deliveries(?=\s)/.exec(output) ?? [];
      if (address !== undefined) found(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => lost(new Error(`npm start ended: ${output}`)));
  });
  return {
    url,
    stop: () => {
      child.kill('SIGINT');
      return closed;
    },
  };
}
