import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { withoutAws } from '../../../local/cloud/cloud-address';
import { pythonPrograms } from '../../../local/cloud/python';

/** What a program finds wrong with a resource, by its logical id. */
export interface Finding {
  readonly rule: string;
  readonly resource: string;
}

/** Installs both, which takes minutes the first time. */
export const install = (): Promise<string> => pythonPrograms({ requirements: join(__dirname, 'requirements.txt') });

/** Runs a program that ends with an error when it finds something, and reads the JSON that it prints. */
async function run(name: string, args: readonly string[]): Promise<unknown> {
  const programs = await install();
  const env = { ...withoutAws(process.env), AWS_EC2_METADATA_DISABLED: 'true', AWS_DEFAULT_REGION: 'eu-west-2' };
  return new Promise((resolve, reject) => {
    execFile(join(programs, name), [...args], { env, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${name} printed no JSON:\n${stdout}${stderr}`));
      }
    });
  });
}

interface LintMatch {
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly unknown[] | null };
}

export async function lint(template: string): Promise<readonly Finding[]> {
  const matches = (await run('cfn-lint', ['--format', 'json', template])) as readonly LintMatch[];
  return matches.map(({ Rule, Location }) => ({ rule: Rule.Id, resource: String(Location.Path?.[1]) }));
}

interface CheckovReport {
  readonly summary: { readonly passed: number };
  readonly results: { readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[] };
}

/** `passed`: how many of its checks found nothing. */
export async function checkov(template: string): Promise<{ passed: number; findings: readonly Finding[] }> {
  // It would ask a service of its makers what to say of each rule.
  const quietly = ['--skip-download', '--framework', 'cloudformation', '--output', 'json', '--compact', '--quiet'];
  const { summary, results } = (await run('checkov', ['--file', template, ...quietly])) as CheckovReport;
  return {
    passed: summary.passed,
    findings: results.failed_checks.map(({ check_id: rule, resource }) => ({
      rule,
      resource: resource.split('.').at(-1) ?? '',
    })),
  };
}
