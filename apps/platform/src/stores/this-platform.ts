/** This process among those that share its log. */
export class ThisPlatform {
  constructor(
    /** As leases and terminals name it. */
    readonly id: string,
    /** No other process writes to this log. */
    readonly isAlone: boolean,
  ) {}
}
