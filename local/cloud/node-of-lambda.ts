import { dirname } from 'node:path';
import { config } from '../../package.json';
import { runCommand } from './run-command';

/** The folder of a `node` that is as new as Lambda's: of the one that runs this, or else of one that npm keeps. */
export async function nodeOfLambda(signal?: AbortSignal): Promise<string> {
  const version = config.nodeOfLambda;
  if (majorOf(process.versions.node) >= majorOf(version)) return dirname(process.execPath);
  const args = ['exec', '--yes', `--package=node@${version}`, '--', 'node', '--print', 'process.execPath'];
  const path = await runCommand('npm', args, { signal });
  return dirname(path.trim());
}

const majorOf = (version: string): number => Number(version.split('.')[0]);
