import { validationError, Refusal } from '../rules/refusal';
import { checkAddressStorable, checkPersonalisationStorable } from '../rules/storable';

// Notify falls over these, and leaves open whether it has the message. So we refuse them, in words of our own.

export function checkPersonalisationCanBeStored(personalisation: Readonly<Record<string, unknown>>): void {
  refuseCrash(
    () => checkPersonalisationStorable(personalisation),
    'personalisation must not hold half a character (a lone surrogate)',
  );
}

export function checkAddressCanBeStored(personalisation: Readonly<Record<string, unknown>>): void {
  refuseCrash(() => checkAddressStorable(personalisation), 'an address must not hold the character NUL');
}

function refuseCrash(check: () => void, message: string): void {
  try {
    check();
  } catch (error) {
    throw error instanceof Refusal ? validationError([message]) : error;
  }
}
