/** A client of the AWS SDK, as far as we use it. With it, tests that use fake records need no AWS SDK. */
export interface ClientOfSdk {
  /**
   * Sends a command, as clients of the AWS SDK do.
   *
   * @example
   * const client: ClientOfSdk = { send: async () => ({ Item: undefined }) };
   * new NotifyRecords({ tableName, pipelineId, dynamoDbClient: client });
   */
  send(command: never): Promise<unknown>;
}
