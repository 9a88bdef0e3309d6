import type { JsonObject } from '@guildhall/contracts';
import type { AgentCard, AgentInterface } from '@a2a-js/sdk';

/** URI of the promise that a repeated message is answered but not executed again. */
export const repeatsAnswers = 'urn:guildhall:repeats-answers';

const promise = 'A message that comes again (same contextId and messageId) is answered from memory, after a crash too.';

const jsonRpc = (url: string, protocolVersion: string): AgentInterface => ({
  url,
  protocolBinding: 'JSONRPC',
  tenant: '',
  protocolVersion,
});

interface CardFacts {
  name: string;
  /** The program without its arguments, which may be confidential. */
  program: string;
}

const card = ({ name, program }: CardFacts, supportedInterfaces: AgentInterface[]): AgentCard => ({
  name,
  description: `Answers with the output of the program ${program}.`,
  version: '1.0.0',
  supportedInterfaces,
  provider: undefined,
  capabilities: {
    streaming: true,
    pushNotifications: false,
    extensions: [
      {
        uri: repeatsAnswers,
        description: promise,
        required: false,
        params: undefined,
      },
    ],
    extendedAgentCard: false,
  },
  securitySchemes: {},
  securityRequirements: [],
  defaultInputModes: ['text/plain', 'application/json'],
  defaultOutputModes: ['text/plain'],
  skills: [
    {
      id: 'command',
      name,
      description: `Reads a message and answers with the output of ${program}.`,
      tags: ['command'],
      examples: [],
      inputModes: [],
      outputModes: [],
      securityRequirements: [],
    },
  ],
  signatures: [],
});

/** The card for callers with the secret address: both protocol versions, directly. */
export const directCard = (facts: CardFacts, url: string): AgentCard =>
  card(facts, [jsonRpc(url, '1.0'), jsonRpc(url, '0.3')]);

/** The public card: calls to this agent go through the platform, which uses 0.3. */
export const publicCard = (facts: CardFacts, platformUrl: string, workspaceId: string): AgentCard =>
  card(facts, [jsonRpc(`${platformUrl}/workspaces/${workspaceId}/a2a`, '0.3')]);

/** One card document that clients of both protocol versions can read. */
export const cardDocument = (agentCard: AgentCard): JsonObject => {
  const [first] = agentCard.supportedInterfaces;
  return {
    protocolVersion: '0.3.0',
    name: agentCard.name,
    description: agentCard.description,
    version: agentCard.version,
    url: first?.url ?? '',
    preferredTransport: 'JSONRPC',
    supportedInterfaces: agentCard.supportedInterfaces.map(({ url, protocolBinding, protocolVersion }) => ({
      url,
      protocolBinding,
      protocolVersion,
    })),
    capabilities: {
      streaming: true,
      pushNotifications: false,
      extensions: [{ uri: repeatsAnswers, description: promise, required: false }],
    },
    defaultInputModes: agentCard.defaultInputModes,
    defaultOutputModes: agentCard.defaultOutputModes,
    skills: agentCard.skills.map(({ id, name, description, tags }) => ({ id, name, description, tags })),
  };
};
