/** An order that cannot be carried out for another reason than its body. */
export class OrderRefused extends Error {
  constructor(
    readonly status: 403 | 404,
    message: string,
  ) {
    super(message);
  }
}
