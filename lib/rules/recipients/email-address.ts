export type EmailAddressCheck =
  | { valid: true; /** Lower case, as sent to. */ normalised: string; /** As GET gives it back. */ returnedAs: string }
  | { valid: false; message: string };

export function checkEmailAddress(input: string): EmailAddressCheck {
  throw new Error(`the email address rules are not written yet: ${input.length} characters given`);
}
