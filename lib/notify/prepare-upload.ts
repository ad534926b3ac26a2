import { NotifyInputError } from './errors';
import type { PreparedUpload } from './requests';

/** In bytes. */
const largestFile = 2 ** 21;

/**
 * How a file is offered to the person who gets the email.
 *
 * @example
 * prepareUpload(file, { filename: 'letter.pdf', retentionPeriod: '4 weeks' });
 */
export interface UploadOptions {
  /** The name it is downloaded as, at most 100 characters, with an extension. @default a random name by Notify */
  readonly filename?: string | undefined;
  /** Whether recipients must give their email address first. @default true */
  readonly confirmEmailBeforeDownload?: boolean | undefined;
  /** How long it can be downloaded: `1 week` to `78 weeks`. @default 26 weeks */
  readonly retentionPeriod?: string | undefined;
}

/**
 * Makes a file ready to be sent by email: pass the result as the value of a placeholder.
 *
 * @param file The file's bytes, at most 2 MiB (2,097,152 bytes).
 * @throws NotifyInputError when the file is larger, or the filename has no extension. Nothing has been sent then.
 * @example
 * await notify.sendEmail({
 *   templateId,
 *   emailAddress,
 *   personalisation: {
 *     link_to_file: prepareUpload(await readFile('letter.pdf'), { filename: 'letter.pdf', retentionPeriod: '4 weeks' }),
 *   },
 * });
 * @see https://docs.notifications.service.gov.uk/node.html#send-a-file-by-email
 */
export function prepareUpload(file: Uint8Array, options: UploadOptions = {}): PreparedUpload {
  const { filename = null, confirmEmailBeforeDownload = null, retentionPeriod = null } = options;
  if (file.byteLength > largestFile) {
    throw new NotifyInputError(`file is larger than 2MB: ${file.byteLength} bytes; make it smaller`);
  }
  if (filename !== null && !/\.[^.]+$/.test(filename)) {
    throw new NotifyInputError('filename has no extension; add one, such as .csv');
  }
  return {
    file: Buffer.from(file).toString('base64'),
    filename,
    confirm_email_before_download: confirmEmailBeforeDownload,
    retention_period: retentionPeriod,
  };
}
