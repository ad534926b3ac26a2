import { createHash } from 'node:crypto';
import type { CompleteTemplateVersion } from '../world/complete-world';

/** The unsubscribe URL that Notify makes for an email whose template has an unsubscribe link. */
export function unsubscribeUrl(
  root: string,
  id: string,
  { hasUnsubscribeLink }: CompleteTemplateVersion,
): string | null {
  if (!hasUnsubscribeLink) return null;
  return `${root}unsubscribe/${id}/${createHash('sha256').update(id).digest('base64url')}`;
}
