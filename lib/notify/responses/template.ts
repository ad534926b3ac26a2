/** The channels that have templates. */
export type TemplateType = 'email' | 'sms' | 'letter';

/** How fast a letter goes. Notify sets `europe` and `rest-of-world` itself, from the address. */
export type Postage = 'first' | 'second' | 'economy' | 'europe' | 'rest-of-world';

/**
 * The template, in the version that was used.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
 */
export interface TemplateUsed {
  /** The template's id, a UUID. */
  readonly id: string;
  /** Its version, from 1. */
  readonly version: number;
  /** Its address in Notify's API. */
  readonly uri: string;
}

interface TemplateOfAnyType {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** With its `((placeholders))`. */
  readonly body: string;
  /** The email address of the person who made this version. */
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string | null;
  /** The names of the placeholders. */
  readonly personalisation: Readonly<Record<string, { readonly required: true }>>;
}

interface OnlyLettersHave {
  readonly postage: null;
  readonly letter_contact_block: null;
}

/** Any template: look at `type` first. */
export type Template =
  | (TemplateOfAnyType & OnlyLettersHave & { readonly type: 'email'; readonly subject: string })
  | (TemplateOfAnyType & OnlyLettersHave & { readonly type: 'sms'; readonly subject: null })
  | (TemplateOfAnyType & {
      readonly type: 'letter';
      readonly subject: string;
      readonly postage: Postage;
      readonly letter_contact_block: string | null;
    });

/**
 * All templates of a service, by name.
 *
 * @see https://docs.notifications.service.gov.uk/node.html#get-a-template
 */
export interface TemplateList {
  /** The templates, by name. */
  readonly templates: readonly Template[];
}

interface PreviewOfAnyType {
  /** The template's id. */
  readonly id: string;
  readonly version: number;
  readonly body: string;
}

/** A template filled in. Only an email has `html`. */
export type TemplatePreview =
  | (PreviewOfAnyType & {
      readonly type: 'email';
      readonly subject: string;
      readonly html: string;
      readonly postage: null;
    })
  | (PreviewOfAnyType & { readonly type: 'sms'; readonly subject: null; readonly html: null; readonly postage: null })
  | (PreviewOfAnyType & {
      readonly type: 'letter';
      readonly subject: string;
      readonly html: null;
      readonly postage: Postage;
    });
