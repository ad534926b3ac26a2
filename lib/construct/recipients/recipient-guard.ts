/** To whom messages may go. */
export interface AllowedRecipients {
  /**
   * Email addresses, in any spelling that Notify takes.
   *
   * @default - none but those of `domains`
   */
  readonly emails?: string[];
  /**
   * What comes after the `@`: everybody there is allowed. `example.gov.uk` does not allow `team.example.gov.uk`.
   *
   * @default - none
   */
  readonly domains?: string[];
  /**
   * Phone numbers, in any spelling that Notify takes.
   *
   * @default - none
   */
  readonly phoneNumbers?: string[];
}

/** Who gets messages instead of recipients who are not allowed. */
export interface RedirectedRecipients {
  /**
   * The email address that gets the emails.
   *
   * @default - emails to others are rejected
   */
  readonly email?: string;
  /**
   * The phone number that gets the text messages.
   *
   * @default - text messages to others are rejected
   */
  readonly phoneNumber?: string;
}

/**
 * Stops a pipeline that is not for production writing to real people.
 *
 * Recipients are compared as Notify reads them, so no spelling gets past. Letters are always rejected: a letter that is a PDF
 * has its address inside, and no letter can be redirected.
 *
 * @example
 * new NotifyPipeline(this, 'Staging', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'ApiKey', 'govuk-notify/staging'),
 *   recipients: RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseRedirectTo({
 *     email: 'staging@example.gov.uk',
 *   }),
 * });
 *
 * @see https://docs.notifications.service.gov.uk/rest-api.html#team-and-guest-list
 */
export class RecipientGuard {
  /**
   * Begins a guard with those whom it allows. Say next what happens to messages to others.
   *
   * @example
   * RecipientGuard.allowOnly({ emails: ['tester@example.gov.uk'], phoneNumbers: ['07700 900123'] }).otherwiseReject();
   */
  static allowOnly(allowed: AllowedRecipients): RecipientAllowList {
    return new RecipientAllowList(allowed);
  }

  /** @internal */
  static _of(allowed: AllowedRecipients, redirectTo?: RedirectedRecipients): RecipientGuard {
    return new RecipientGuard(allowed, redirectTo);
  }

  private constructor(
    /** To whom messages may go. */
    readonly allowed: AllowedRecipients,
    /**
     * Who gets messages to others. If it is not set, messages to others are rejected.
     *
     * @default - messages to others are rejected
     */
    readonly redirectTo?: RedirectedRecipients,
  ) {}
}

/**
 * The recipients that a guard allows. `RecipientGuard.allowOnly` makes it. Say next what happens to messages to others.
 *
 * @example
 * RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseReject();
 */
export class RecipientAllowList {
  /** @param allowed to whom messages may go */
  constructor(private readonly allowed: AllowedRecipients) {}

  /**
   * Messages to others end as `rejected`, with the reason `not allowed by the recipient guard`.
   *
   * @example
   * RecipientGuard.allowOnly({ emails: ['tester@example.gov.uk'] }).otherwiseReject();
   */
  otherwiseReject(): RecipientGuard {
    return RecipientGuard._of(this.allowed);
  }

  /**
   * Messages to others go to this recipient. Their records and events say `redirected`.
   *
   * @example
   * RecipientGuard.allowOnly({ domains: ['example.gov.uk'] }).otherwiseRedirectTo({ email: 'staging@example.gov.uk' });
   */
  otherwiseRedirectTo(recipients: RedirectedRecipients): RecipientGuard {
    return RecipientGuard._of(this.allowed, recipients);
  }
}
