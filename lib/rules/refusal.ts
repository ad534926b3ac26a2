/** One entry of the `errors` list. A QR code error has more properties than the two. */
export interface ErrorEntry {
  readonly error: string;
  readonly message: string;
  readonly [property: string]: unknown;
}

/** Thrown wherever Notify says no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly errors: readonly ErrorEntry[],
  ) {
    super(errors[0]?.error);
  }
}

export function badRequest(message: string, status = 400): Refusal {
  return new Refusal(status, [{ error: 'BadRequestError', message }]);
}

export function validationError(messages: readonly string[]): Refusal {
  return new Refusal(
    400,
    [...new Set(messages)].map((message) => ({ error: 'ValidationError', message })),
  );
}

/** What Notify answers when its own code falls over, by the name of the Python exception. */
export function crash(error: string): Refusal {
  return new Refusal(500, [{ error, message: 'Internal server error' }]);
}
