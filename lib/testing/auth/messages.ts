/** Every text with which Notify refuses a token, by the reason. */
export const authMessages = {
  'no token': 'Unauthorized: authentication token must be provided',
  'not bearer': 'Unauthorized: authentication bearer scheme must be used',
  'bad token':
    'Invalid token: make sure your API token matches the example at https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header',
  'no issuer': 'Invalid token: iss field not provided',
  'issuer is no id': 'Invalid token: service id is not the right data type',
  'unknown service': 'Invalid token: service not found',
  'no keys': 'Invalid token: service has no API keys',
  'archived service': 'Invalid token: service is archived',
  'wrong algorithm': 'Invalid token: algorithm used is not HS256',
  'wrong clock': 'Error: Your system clock must be accurate to within 30 seconds',
  'revoked key': 'Invalid token: API key revoked',
  'unknown key': 'Invalid token: API key not found',
} as const;

/** Why Notify refuses a token. */
export type AuthReason = keyof typeof authMessages;
