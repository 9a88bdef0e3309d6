import { ContentTypeNotSupportedError, RequestMalformedError } from '@a2a-js/sdk/errors';
import type { Message, Part } from '@a2a-js/sdk';
import { digestOf } from '../state/answer-journal.js';

/** A message in the form that this agent uses. */
export interface IncomingMessage {
  /** Identity of the work: the same conversation and message id mean the same work. */
  key: string;
  digest: string;
  messageId: string;
  contextId: string;
  text: string;
}

/** Context of a message without one: derived, so that a repetition gets the same one. */
export const contextOf = (message: Message): string =>
  message.contextId === '' ? message.messageId : message.contextId;

/** Text and identity of a message. Refuses parts that a program cannot read on its standard input. */
export const incomingMessage = (message: Message | undefined): IncomingMessage => {
  if (message === undefined || message.messageId === '')
    throw new RequestMalformedError('message.messageId is required.');
  const text = message.parts.map(textOf).join('\n');
  const contextId = contextOf(message);
  return {
    key: `${contextId}\n${message.messageId}`,
    digest: digestOf(text),
    messageId: message.messageId,
    contextId,
    text,
  };
};

const textOf = ({ content }: Part): string => {
  switch (content?.$case) {
    case 'text':
      return content.value;
    case 'data':
      return JSON.stringify(content.value);
    default:
      throw new ContentTypeNotSupportedError('This agent reads text: send text or data parts, no files.');
  }
};
