import type PdfKit from 'pdfkit';
import { checkPostalAddress } from '../../rules/recipients/postal-address';
import { renderTemplate } from '../../rules/templates/render';
import type { StoredNotification } from '../storage/notification';
import type * as Fonts from './letter-fonts';
import { letterPages } from './letter-pages';

const millimetre = 72 / 25.4;

/** The PDF of a letter made from a template: the same for the same letter, however often it is asked for. */
export async function drawLetter({ id, version, personalisation, createdAt }: StoredNotification): Promise<Buffer> {
  // Only who asks for a PDF waits for it to load, and not by import(), which Jest does not let users' tests do.
  const PdfDocument = require('pdfkit') as typeof PdfKit;
  const { regular, bold } = require('./letter-fonts') as typeof Fonts;
  const date = new Date(Math.floor(createdAt / 1000));
  const document = new PdfDocument({
    size: 'A4',
    autoFirstPage: false,
    font: '',
    info: { Title: id, CreationDate: date },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const finished = new Promise<void>((resolve, reject) => {
    document.once('end', resolve).once('error', reject);
  });

  // The fonts have `ŵ` as one character: a `w` and an accent by itself would be drawn apart.
  const lineAt = (text: string, left: number, top: number) =>
    document.text(text.normalize('NFC'), left * millimetre, top * millimetre, { lineBreak: false });
  const { body, subject } = version ? renderTemplate(version, personalisation) : { body: '', subject: '' };
  for (const [page, lines] of letterPages(body).entries()) {
    document.addPage();
    document.font(regular).fontSize(10);
    if (page === 0) {
      for (const [index, line] of addressLines(personalisation ?? {}).entries()) lineAt(line, 24.6, 39.5 + index * 4.5);
      const contact = (version?.letterContactBlock ?? '').split('\n');
      for (const [index, line] of contact.entries()) lineAt(line, 125, 20 + index * 4.5);
      document.font(bold).fontSize(12);
      lineAt(subject ?? '', 15, 88);
      document.font(regular).fontSize(10);
    }
    for (const [index, line] of lines.entries()) lineAt(line, 15, (page === 0 ? 98 : 20) + index * 5);
  }
  document.end();
  await finished;
  return Buffer.concat(chunks);
}

function addressLines(personalisation: Readonly<Record<string, unknown>>): readonly string[] {
  const address = checkPostalAddress(personalisation, { allowInternational: true });
  return address.valid ? address.lines : [];
}
