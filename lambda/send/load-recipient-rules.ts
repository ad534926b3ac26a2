import type * as RecipientRules from './recipient-rules';

let loaded: Promise<typeof RecipientRules> | undefined;

/** The rules for phone numbers, from their file of half a megabyte, which is read the first time that somebody needs it. */
export const loadRecipientRules = (): Promise<typeof RecipientRules> => (loaded ??= import('./recipient-rules'));
