export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What a program prints and ends with when its main function runs in this process, in an environment of its own. */
export async function captured(environment: NodeJS.ProcessEnv, main: () => Promise<number>): Promise<Ended> {
  const said = { output: '', errors: '' };
  const { env, stdout, stderr } = process;
  const stream = (kind: keyof typeof said): unknown => ({
    isTTY: false,
    write: (text: string) => {
      said[kind] += text;
      return true;
    },
  });
  process.env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  setStreams(stream('output'), stream('errors'));
  try {
    return { code: await main(), ...said };
  } finally {
    process.env = env;
    setStreams(stdout, stderr);
  }
}

function setStreams(stdout: unknown, stderr: unknown): void {
  Object.defineProperty(process, 'stdout', { value: stdout, configurable: true });
  Object.defineProperty(process, 'stderr', { value: stderr, configurable: true });
}
