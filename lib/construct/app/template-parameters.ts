/** The parameters of a template that is deployed without the CDK. */
export const templateParameters = {
  archiveBucket: 'ArchiveBucket',
  archivePrefix: 'ArchivePrefix',
  apiKeySecretName: 'ApiKeySecretName',
  notifyBaseUrl: 'NotifyBaseUrl',
} as const;
