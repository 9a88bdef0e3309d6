/** The store is there or not, but not to be had like this: the message says what is wrong and what to do. */
export class EventStoreUnusable extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'EventStoreUnusable';
  }
}
