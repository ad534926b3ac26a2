import { randomBytes, randomUUID } from 'node:crypto';
import { filesIn, type File } from '../../rules/files/files-in';
import { badRequest } from '../../rules/refusal';
import { checkFileOptions } from '../../rules/files/check-file-options';
import type { StoredPersonalisation } from '../storage/notification';
import type { CompleteService, CompleteTemplateVersion } from '../world/complete-world';
import { checkUpload } from './check-upload';

/** A file that was sent by email, without its content. */
export interface Upload {
  /** The link that the email has. */
  readonly url: string;
  /** The name that it is downloaded as. `null`: none was given. */
  readonly filename: string | null;
  /** Bytes. */
  readonly size: number;
  /** Whether the recipient must give their email address first. */
  readonly confirmEmailBeforeDownload: boolean;
  /** How long it can be downloaded, such as `26 weeks`. */
  readonly retentionPeriod: string;
}

/**
 * Uploads every file and puts its link in its place. A smoke test gets links that lead nowhere and uploads nothing.
 *
 * @param now milliseconds since the epoch
 */
export async function uploadFiles(
  personalisation: StoredPersonalisation,
  service: CompleteService,
  isSmokeTest: boolean,
  now: number,
): Promise<{ personalisation: StoredPersonalisation; uploads: Upload[]; contents: Buffer[] }> {
  const files = filesIn(personalisation);
  if (files.length === 0) return { personalisation, uploads: [], contents: [] };
  for (const [, file] of files) checkFileOptions(file, now);
  if (service.contactLink === null) {
    throw badRequest(
      `Send files by email has not been set up - add contact details for your service at https://www.notifications.service.gov.uk/services/${service.id}/service-settings/send-files-by-email`,
    );
  }
  const uploads: Upload[] = [];
  const contents: Buffer[] = [];
  for (const [, file] of isSmokeTest ? [] : files) {
    const content = await checkUpload(file);
    contents.push(content);
    uploads.push(describeUpload(file, content, service));
  }
  const testLink = `https://download.documents.service.gov.uk/services/${service.id}/documents/test-document`;
  const links = files.map(([name], index) => [name, uploads[index]?.url ?? testLink]);
  return { personalisation: { ...personalisation, ...Object.fromEntries(links) }, uploads, contents };
}

/** Fills in the links to the files that are attached to a template, whatever the caller gave for them. */
export function withAttachedFiles(
  personalisation: StoredPersonalisation,
  { attachedFiles }: CompleteTemplateVersion,
  service: CompleteService,
): StoredPersonalisation {
  if (attachedFiles.length === 0) return personalisation;
  return { ...personalisation, ...Object.fromEntries(attachedFiles.map((name) => [name, newLink(service)])) };
}

function newLink(service: CompleteService): string {
  const key = randomBytes(32).toString('base64url');
  return `https://documents.service.gov.uk/d/${shortId(service.id)}/${shortId(randomUUID())}?key=${key}`;
}

function describeUpload(file: File, content: Buffer, service: CompleteService): Upload {
  const { filename, confirm_email_before_download: confirm, retention_period: retention } = file;
  return {
    url: newLink(service),
    filename: typeof filename === 'string' ? filename : null,
    size: content.length,
    confirmEmailBeforeDownload: confirm !== false,
    retentionPeriod: typeof retention === 'string' ? retention.trim().toLowerCase() : '26 weeks',
  };
}

/** A UUID as Notify's download links spell it. */
function shortId(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}
