import type { Template } from '../notify/responses';
import { fieldsOf, type SenderField } from './fields';
import { compare, identifiersOf } from './identifiers';
import { inComment, quote, quoteKey } from './quote';

const channels = ['email', 'sms', 'letter'] as const;
const senders = { email: 'emailSender', sms: 'smsSender', letter: 'letterSender' } as const;
const types = ['FileOrValue', 'Value', 'YesOrNo'] as const;

/**
 * The TypeScript file with a sender for each template. The same templates give the same text, in whatever order they
 * come, and what changes in the text is what changed in the templates.
 *
 * @param templates as `notify.listTemplates()` gives them
 */
export function sendersSource(templates: readonly Template[]): string {
  const identifiers = identifiersOf(templates);
  const entries = templates.map((template) => ({
    template,
    identifier: identifiers.get(template.id) ?? template.id,
    fields: fieldsOf(template),
  }));
  const body = channels.flatMap((channel) => {
    const ofChannel = entries.filter(({ template }) => template.type === channel);
    const inOrder = ofChannel.toSorted((one, other) => compare(one.identifier, other.identifier));
    return inOrder.length === 0
      ? [`    ${channel}: {},`]
      : [`    ${channel}: {`, ...inOrder.flatMap(senderLines), '    },'];
  });
  return [
    '// Written by `cdk-govuk-notify templates pull`. Do not edit it: run that again when the templates change.',
    'import {',
    ...importsFor(entries).map((name) => `  ${name},`),
    '} from "cdk-govuk-notify/publisher";',
    '',
    '/** A sender for each of the service’s templates. */',
    'export function createSenders(publisher: Publishes) {',
    '  return {',
    ...body,
    '  };',
    '}',
    '',
  ].join('\n');
}

interface Entry {
  readonly template: Template;
  readonly identifier: string;
  readonly fields: readonly SenderField[];
}

function importsFor(entries: readonly Entry[]): string[] {
  const functions = channels.filter((channel) => entries.some(({ template }) => template.type === channel));
  const used = new Set<string>(entries.flatMap(({ fields }) => fields.map(({ type }) => type)));
  return [
    ...functions.map((channel) => senders[channel]),
    ...[...types, 'Publishes'].filter((type) => type === 'Publishes' || used.has(type)).map((type) => `type ${type}`),
  ].toSorted((one, other) => compare(one.replace('type ', ''), other.replace('type ', '')));
}

function senderLines({ template, identifier, fields }: Entry): string[] {
  const { id, name, type, version } = template;
  const values = fields.map((field) => `        ${quoteKey(field.name)}${field.optional ? '?' : ''}: ${field.type};`);
  const call = `      ${identifier}: ${senders[type]}`;
  return [
    `      /** ${inComment(name)} */`,
    ...(values.length === 0 ? [`${call}(publisher, {`] : [`${call}<{`, ...values, '      }>(publisher, {']),
    `        id: ${quote(id)},`,
    `        version: ${version},`,
    '      }),',
  ];
}
