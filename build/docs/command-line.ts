import { commands, helpFor, usage } from '../../bin/commands/commands';

const block = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\``;

/** The page that has the help of every command. */
export function commandLinePage(): string {
  const each = [...commands].map(([name, command]) => `## ${name}\n\n${block(helpFor(command))}`);
  return `# The command line

${block(usage)}

This is the help of every command. \`npx cdk-govuk-notify help send\` prints that of one. \`npm run docs:cli\` makes this page.

${each.join('\n\n')}
`;
}
