export type MissingSetting = 'RegionMissing' | 'CredentialsProviderError';

/** What the AWS SDK cannot begin without, by the message or the name of its error. For the region it has no name. */
const missing: ReadonlyMap<string, MissingSetting> = new Map([
  ['Region is missing', 'RegionMissing'],
  ['CredentialsProviderError', 'CredentialsProviderError'],
]);

/** Which setting the AWS SDK found missing before it asked AWS, if it is that. */
export function missingSetting(error: unknown): MissingSetting | undefined {
  const { message = '', name = '' } = Object(error) as Partial<Error>;
  return missing.get(message) ?? missing.get(name);
}
