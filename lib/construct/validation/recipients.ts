import { Token } from 'aws-cdk-lib';
import { checkEmailAddress } from '../../rules/recipients/email-address';
import { checkPhoneNumber } from '../../rules/recipients/phone-number';
import type { RecipientGuard } from '../recipients/recipient-guard';

type Check = (value: string) => boolean;

const isEmail: Check = (value) => checkEmailAddress(value).valid;
const isNumber: Check = (value) => checkPhoneNumber(value).valid;
const isDomain: Check = (value) => isEmail(`someone@${value}`) && !value.includes('@');

/** What is wrong and what to do, when a guard names what no recipient can be. No address or number is shown. */
export function recipientFaults(guard: RecipientGuard | undefined): readonly string[] {
  if (!guard) return [];
  const { allowed, redirectTo } = guard;
  return [
    ...among('emails', allowed.emails, isEmail, 'an email address that Notify accepts, such as tester@example.gov.uk'),
    ...among('domains', allowed.domains, isDomain, 'a domain without @ or *, such as example.gov.uk'),
    ...among(
      'phoneNumbers',
      allowed.phoneNumbers,
      isNumber,
      'a phone number that Notify accepts, such as 07700 900123',
    ),
    ...nobody(redirectTo),
    ...one('email', redirectTo?.email, isEmail, 'an email address that Notify accepts'),
    ...one('phoneNumber', redirectTo?.phoneNumber, isNumber, 'a phone number that Notify accepts'),
  ];
}

function among(name: string, values: readonly string[] | undefined, fits: Check, what: string): readonly string[] {
  if (values === undefined || Token.isUnresolved(values)) return [];
  const wrong = values.flatMap((value, place) => (Token.isUnresolved(value) || fits(value) ? [] : [place]));
  return wrong.map((place) => `recipients: ${name}[${place}] must be ${what}: correct it or leave it out`);
}

const one = (name: string, value: string | undefined, fits: Check, what: string): readonly string[] =>
  value === undefined || Token.isUnresolved(value) || fits(value)
    ? []
    : [`recipients: ${name} of otherwiseRedirectTo must be ${what}: correct it or leave it out`];

const nobody = (to: RecipientGuard['redirectTo']): readonly string[] =>
  to && to.email === undefined && to.phoneNumber === undefined
    ? [
        'recipients: otherwiseRedirectTo must have an email or a phoneNumber, got neither: add one, or use otherwiseReject',
      ]
    : [];

/** A word of a name that says what it is for, such as `prod`. */
const isProduction = /^(prod|prd|production|live)\d*$/;
const isNot = /^(non|not|pre|no)$/;

/** Whether a name looks as if it were that of production: `LicencesProd`, but neither `preprod` nor `non-production`. */
export function looksLikeProduction(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return words.some((word, place) => isProduction.test(word) && !isNot.test(words[place - 1] ?? ''));
}

/** What is odd and what to do, when a pipeline that looks like production reaches only some. */
export function guardedProduction(guard: RecipientGuard | undefined, names: readonly string[]): string | undefined {
  const name = guard && names.find((each) => !Token.isUnresolved(each) && looksLikeProduction(each));
  if (name === undefined) return undefined;
  return `recipients has a guard, but '${name}' looks like production: only the people that the guard names get messages. Leave recipients out in production, or acknowledge this warning if you want the guard`;
}
