/** A request that the blob store refused, or that did not reach it. One line, without secrets. */
export class BlobRefusal extends Error {
  /**
   * @param status HTTP status; 0 where no answer came
   * @param account name of the storage account
   */
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    readonly account: string,
  ) {
    super(message);
  }
}
