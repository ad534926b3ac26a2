import { readWholeXml, type XmlHandler } from './xml';
import type { Zip } from './zip';

/** Reads the texts of an .xlsx file, of which each stands there once, for all cells that hold it. */
export async function readTexts(zip: Zip, part: string | undefined): Promise<string[]> {
  if (part === undefined) return [];
  return readWholeXml<string>(await zip.read(part), (put) => {
    const text = new TextReader();
    return {
      open: (name) => {
        if (name === 'si') text.clear();
        text.open(name);
      },
      text: (more) => text.text(more),
      close: (name) => {
        text.close(name);
        if (name === 'si') put(text.content);
      },
    };
  });
}

/** Puts the runs of a text together, without the hints on how to pronounce it. */
export class TextReader implements XmlHandler {
  content = '';
  #isText = false;
  #isPronunciation = false;

  clear(): void {
    this.content = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#isPronunciation = true;
    if (name === 't' || name === 'v') this.#isText = !this.#isPronunciation;
  }

  text(more: string): void {
    if (this.#isText) this.content += more;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPronunciation = false;
    if (name === 't' || name === 'v') this.#isText = false;
  }
}
