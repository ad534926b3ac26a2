/** The text of a Notify template, with its `((placeholders))` not filled yet. */
export interface TemplateText {
  readonly type: 'email' | 'sms' | 'letter';
  readonly body: string;
  /** Subject of an email, heading of a letter; a text message has none. */
  readonly subject?: string | null;
  /** The sender's address at the top of a letter. */
  readonly letterContactBlock?: string | null;
  /** Heading and body of the Welsh half of a bilingual letter. */
  readonly welshSubject?: string | null;
  readonly welshBody?: string | null;
}

/** Values for a template's placeholders, by name. */
export type TemplateValues = Readonly<Record<string, unknown>>;
