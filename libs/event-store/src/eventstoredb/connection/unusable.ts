/** The configuration cannot work with this store. The message says what is wrong and what to do. */
export class EventStoreUnusable extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'EventStoreUnusable';
  }
}
