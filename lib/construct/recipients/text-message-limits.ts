/** What may be spent on text messages in a day, from 00:00 to 24:00 UTC: one of the two. */
export interface TextMessageBudget {
  /**
   * Fragments a day, as Notify charges for them: one of a text message to another country counts as often as it costs a UK one.
   *
   * @default - `poundsADay` says it
   */
  readonly fragmentsADay?: number;
  /**
   * Pounds a day, without VAT.
   *
   * @default - `fragmentsADay` says it
   */
  readonly poundsADay?: number;
  /**
   * What Notify charges for a fragment to the UK, in pounds without VAT: turns `poundsADay` into fragments.
   *
   * @default 0.024
   * @see https://www.notifications.service.gov.uk/pricing/text-messages
   */
  readonly poundsPerFragment?: number;
}

/** What text messages are held to, besides Notify's own limits. */
export interface TextMessageRule {
  /**
   * How many text messages may go to one number in any hour, 1 to 100. A message over it is `rejected`.
   *
   * @default - as many as there are
   */
  readonly perNumberAnHour?: number;
  /**
   * How many text messages may go to one number in any 24 hours, 1 to 100. A message over it is `rejected`.
   *
   * @default - as many as there are
   */
  readonly perNumberADay?: number;
  /**
   * The countries that text messages may go to, by their codes of ISO 3166-1 in capitals, such as `GB`. Jersey, Guernsey and
   * the Isle of Man are `JE`, `GG` and `IM`. A message to another country is `rejected`.
   *
   * @default - all that Notify sends to
   */
  readonly countries?: string[];
  /**
   * What may be spent on text messages in a day. Once it is spent, they are held until 00:00 UTC and an alarm goes off. Another
   * one goes off at 80 per cent. `npx cdk-govuk-notify resume text_budget` lifts the hold.
   *
   * @default - as much as Notify takes
   */
  readonly budget?: TextMessageBudget;
}

/**
 * Limits that stop somebody who has your service send text messages to numbers of theirs, or a fault that sends one again
 * and again.
 *
 * @example
 * new NotifyPipeline(this, 'Notify', {
 *   apiKeySecret: Secret.fromSecretNameV2(this, 'ApiKey', 'govuk-notify/api-key'),
 *   textMessageLimits: { perNumberAnHour: 5, perNumberADay: 20, countries: ['GB', 'IE'], budget: { poundsADay: 50 } },
 * });
 */
export interface TextMessageLimits extends TextMessageRule {
  /**
   * What urgent text messages, such as sign-in codes, are held to instead. They are counted apart then.
   *
   * @default - to the same as others, and counted with them
   */
  readonly urgent?: TextMessageRule;
}
