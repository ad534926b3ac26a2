import type { QueueMessage } from '../contract/queue-message';
import { checkPermission, type Permission } from '../rules/permissions';
import { parseUuid } from '../rules/schema/uuid';
import { checkTemplate } from '../rules/templates/checks';
import type { TemplateText } from '../rules/templates/template';
import type { EnvelopeField } from '../contract/message';

/** What is known of the service. */
export interface Known {
  readonly templates: ReadonlyMap<string, TemplateText>;
  /** Undefined: nobody said. */
  readonly permissions: readonly Permission[] | undefined;
}

export type MessageOf<Type extends QueueMessage['type']> = Extract<QueueMessage, { type: Type }>;

/** The part of a message that Notify is sent. It gets a reference of the pipeline's own, whatever the caller gave. */
export function requestOf(message: QueueMessage): object {
  const sent = Object.entries(message).filter(([field]) => !Object.hasOwn(notSent, field));
  return { ...Object.fromEntries(sent), reference: '' };
}

/** Held to the schema by the compiler. To ask the schema itself would bring zod into every form that checks a number. */
const notSent: Readonly<Record<EnvelopeField | 'type', true>> = {
  type: true,
  idempotency_key: true,
  send_after: true,
  expires_at: true,
  metadata: true,
};

/** Refuses a channel the service does not have, where that is known. */
export function checkChannel({ permissions }: Known, channel: TemplateText['type']): void {
  if (permissions) checkPermission(permissions, channel);
}

/** The template of a message, if it is known, or the refusal of one that is for another channel. */
export function templateFor({ templates }: Known, id: string, channel: TemplateText['type']): TemplateText | undefined {
  const template = templates.get(parseUuid(id) ?? '');
  if (template) checkTemplate({ type: template.type, archived: false }, channel);
  return template;
}
