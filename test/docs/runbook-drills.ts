import { readPage } from './pieces';

const command = /^(?:npx|aws|cdk|rm) \S/;

/** Every command that a page has for somebody to run, each once: the lines for a shell, and what stands in the text. */
export function commandsOf(page: string): readonly string[] {
  const text = readPage(page);
  const blocks = [...text.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].flatMap(([, lines = '']) => lines.split('\n'));
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...new Set([...blocks, ...inline].map((line) => line.trim()).filter((line) => command.test(line)))];
}

/** The commands of the runbook that test/cloud/runbook.test.ts runs, as they stand there, against an emulator of AWS. */
export const tried = [
  'npx cdk-govuk-notify status',
  'npx cdk-govuk-notify doctor',
  'npx cdk-govuk-notify find --reference JUG-0001',
  'npx cdk-govuk-notify find --key order-17/confirmation',
  'npx cdk-govuk-notify find --id ID',
  'npx cdk-govuk-notify find --state failed --since 1h',
  'npx cdk-govuk-notify find --state failed --since 2h',
  'npx cdk-govuk-notify find --state rejected --since 1h',
  'npx cdk-govuk-notify find --state sent_untracked --since 1d',
  'npx cdk-govuk-notify cost --from 1d --by template',
  'aws secretsmanager put-secret-value --secret-id govuk-notify/api-key --secret-string file://new-key.txt',
  'rm new-key.txt',
  'aws secretsmanager put-secret-value --secret-id TOKEN_SECRET --secret-string file://new-token.txt',
  'rm new-token.txt',
  'npx cdk-govuk-notify hold everything --reason "wrong template, see incident 12"',
  'npx cdk-govuk-notify resume everything',
  'npx cdk-govuk-notify resume sms',
  'npx cdk-govuk-notify resume text_budget',
  'npx cdk-govuk-notify redrive --dry-run',
  'npx cdk-govuk-notify redrive --reason "no answer"',
  'npx cdk-govuk-notify redrive',
  'npx cdk-govuk-notify cancel --key order-18/reminder',
  'npx cdk-govuk-notify erase --recipient "07700 900123" --dry-run',
  'npx cdk-govuk-notify erase --recipient "07700 900123"',
  'npx cdk-govuk-notify canary --template TEMPLATE',
  'npx cdk-govuk-notify hold everything --reason "restoring the table"',
  'aws dynamodb restore-table-to-point-in-time --source-table-name TABLE --target-table-name TABLE-restored --use-latest-restorable-time',
  'aws dynamodb update-time-to-live --table-name TABLE-restored --time-to-live-specification Enabled=true,AttributeName=ttl',
  'aws dynamodb update-table --table-name TABLE-restored --stream-specification StreamEnabled=true,StreamViewType=NEW_AND_OLD_IMAGES',
  'aws s3 rm s3://BUCKET --recursive',
  'aws cloudformation delete-stack --stack-name govuk-notify',
] as const;

export type Tried = (typeof tried)[number];

/** Those that it cannot run, each with why. */
export const notTried: Readonly<Record<string, string>> = {
  'cdk import': 'it wants an app that was changed by hand for it, and asks which table to take',
};
