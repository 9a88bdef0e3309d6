import { GuildhallError, type JsonObject } from '@guildhall/contracts';
import { cardBehind, cardLimit, normaliseCard } from './card.js';

const refusal = (card: JsonObject): { path: unknown; code: string } => {
  try {
    normaliseCard(card);
  } catch (error) {
    if (error instanceof GuildhallError) return { path: error.details['path'], code: error.code };
    throw error;
  }
  throw new Error('the card was accepted');
};

describe('an agent card', () => {
  it('needs only a name', () => {
    expect(normaliseCard({ name: ' Coder ' })).toEqual({
      name: 'Coder',
      description: '',
      version: '0.0.0',
      capabilities: {},
      defaultInputModes: ['text/plain'],
      defaultOutputModes: ['text/plain'],
      skills: [],
    });
  });

  it('may name its skills and capabilities with plain words', () => {
    const card = normaliseCard({
      name: 'Coder',
      skills: ['Write code', { id: 'review' }],
      capabilities: ['streaming'],
    });
    expect(card['skills']).toEqual([
      { id: 'write-code', name: 'Write code', description: '', tags: [] },
      { id: 'review', name: 'review', description: '', tags: [] },
    ]);
    expect(card['capabilities']).toEqual({ streaming: true });
  });

  it('of A2A 0.3 stays as it is', () => {
    const card: JsonObject = {
      protocolVersion: '0.3.0',
      name: 'Coder',
      description: 'Writes code',
      url: 'http://127.0.0.1:8001/',
      preferredTransport: 'JSONRPC',
      additionalInterfaces: [{ url: 'http://127.0.0.1:8001/', transport: 'JSONRPC' }],
      provider: { organization: 'Guild', url: 'https://guild.example' },
      version: '1.2.3',
      capabilities: { streaming: true, pushNotifications: false, extensions: [{ uri: 'urn:example' }] },
      defaultInputModes: ['text/plain'],
      defaultOutputModes: ['text/plain', 'application/json'],
      skills: [{ id: 'write', name: 'Write', description: 'Writes', tags: ['code'], examples: ['Write a test'] }],
    };
    expect(normaliseCard(card)).toEqual(card);
  });

  it('may say null for whatever it leaves out', () => {
    const card = normaliseCard({
      name: 'Coder',
      provider: null,
      skills: [{ id: 'write', examples: null, tags: null, inputModes: null }],
      capabilities: { streaming: null, extensions: null, pushNotifications: true },
      supportedInterfaces: null,
    });
    expect(card).toMatchObject({ capabilities: { pushNotifications: true }, skills: [{ id: 'write', tags: [] }] });
    expect(JSON.stringify(card)).not.toContain('null');
  });

  it('keeps of its own addresses no more than everyone may see', () => {
    const card = normaliseCard({
      name: 'Coder',
      url: 'https://user:word@agents.example:8443/secret-path?key=1',
      additionalInterfaces: [{ url: 'https://agents.example/hidden', transport: 'JSONRPC' }],
      supportedInterfaces: [{ url: 'wss://agents.example/hidden', protocolBinding: 'JSONRPC' }],
      documentationUrl: 'https://agents.example/docs/coder',
    });
    expect(card).toMatchObject({
      url: 'https://agents.example:8443/',
      additionalInterfaces: [{ url: 'https://agents.example/', transport: 'JSONRPC' }],
      supportedInterfaces: [{ url: 'wss://agents.example/', protocolBinding: 'JSONRPC' }],
      documentationUrl: 'https://agents.example/docs/coder',
    });
    expect(normaliseCard({ name: 'Coder', url: 'remote://no-inbound' })['url']).toBe('remote://no-inbound');
  });

  it('of A2A 1.0 stays as it is, also with fields that nobody here knows', () => {
    const card: JsonObject = {
      name: 'Coder',
      description: 'Writes code',
      version: '1.2.3',
      supportedInterfaces: [{ url: 'http://127.0.0.1:8001/', protocolBinding: 'JSONRPC', protocolVersion: '1.0' }],
      capabilities: { streaming: true, extendedAgentCard: false },
      defaultInputModes: ['text/plain'],
      defaultOutputModes: ['text/plain'],
      skills: [],
      signatures: [{ protected: 'a', signature: 'b' }],
      somethingNew: { deep: [1, 2] },
    };
    expect(normaliseCard(card)).toEqual(card);
  });

  it('is the same when normalised again', () => {
    const once = normaliseCard({ name: 'Coder', skills: ['Write code'], capabilities: ['streaming'] });
    expect(normaliseCard(once)).toEqual(once);
  });

  it.each<[string, JsonObject]>([
    ['$.name', {}],
    ['$.name', { name: '  ' }],
    ['$.name', { name: 7 }],
    ['$.name', { name: 'x'.repeat(256) }],
    ['$.description', { name: 'Coder', description: [] }],
    ['$.version', { name: 'Coder', version: 2 }],
    ['$.url', { name: 'Coder', url: {} }],
    ['$.capabilities', { name: 'Coder', capabilities: 'all' }],
    ['$.capabilities[0]', { name: 'Coder', capabilities: [1] }],
    ['$.capabilities.streaming', { name: 'Coder', capabilities: { streaming: 'yes' } }],
    ['$.capabilities.extensions[0].uri', { name: 'Coder', capabilities: { extensions: [{}] } }],
    ['$.defaultInputModes[1]', { name: 'Coder', defaultInputModes: ['text/plain', 1] }],
    ['$.defaultOutputModes', { name: 'Coder', defaultOutputModes: 'text/plain' }],
    ['$.skills', { name: 'Coder', skills: {} }],
    ['$.skills[1]', { name: 'Coder', skills: ['Write', 3] }],
    ['$.skills[0].name', { name: 'Coder', skills: [{}] }],
    ['$.skills[0].tags[0]', { name: 'Coder', skills: [{ id: 'a', tags: [1] }] }],
    ['$.skills[0].examples', { name: 'Coder', skills: [{ id: 'a', examples: 'one' }] }],
    ['$.supportedInterfaces[0].url', { name: 'Coder', supportedInterfaces: [{}] }],
    ['$.additionalInterfaces[0]', { name: 'Coder', additionalInterfaces: ['http://127.0.0.1'] }],
    ['$.provider', { name: 'Coder', provider: 'Guild' }],
  ])('is refused with the place of the fault: %s', (path, card) => {
    expect(refusal(card)).toEqual({ path, code: 'AGENT_CARD_INVALID' });
  });

  it('is refused over 32 KiB, counted in bytes', () => {
    const padding = cardLimit - JSON.stringify({ name: 'Coder', note: '' }).length;
    expect(normaliseCard({ name: 'Coder', note: 'x'.repeat(padding) })['name']).toBe('Coder');
    expect(refusal({ name: 'Coder', note: 'x'.repeat(padding + 1) }).path).toBe('$');
    expect(refusal({ name: 'Coder', note: 'é'.repeat(padding / 2 + 1) }).path).toBe('$');
  });
});

describe('a card as others get it', () => {
  const door = 'https://guild.example/workspaces/coder/a2a';
  const inside = 'http://169.254.169.254/latest';

  it('names the door wherever it named an address of the agent', () => {
    const card = normaliseCard({
      name: 'Coder',
      url: inside,
      preferredTransport: 'GRPC',
      additionalInterfaces: [
        { url: inside, transport: 'GRPC' },
        { url: 'http://localhost:8000/', transport: 'JSONRPC' },
      ],
      supportedInterfaces: [{ url: inside, protocolBinding: 'HTTP+JSON', protocolVersion: '1.0' }],
    });
    const given = cardBehind(card, door);
    expect(given).toEqual({
      ...card,
      url: door,
      preferredTransport: 'JSONRPC',
      additionalInterfaces: [{ url: door, transport: 'JSONRPC' }],
      supportedInterfaces: [{ url: door, protocolBinding: 'JSONRPC', protocolVersion: '0.3' }],
    });
    expect(card['url']).toBe('http://169.254.169.254/');
  });

  it('names the door also where the agent named nothing', () => {
    const card = normaliseCard({ name: 'Coder', skills: ['review'] });
    expect(cardBehind(card, door)).toEqual({ ...card, url: door, preferredTransport: 'JSONRPC' });
  });

  it('says nothing of how the agent itself is called', () => {
    const own = {
      security: [{ oauth: [] }],
      securitySchemes: { oauth: { type: 'openIdConnect', openIdConnectUrl: inside } },
      securityRequirements: [],
      signatures: [{ protected: 'a', signature: 'b' }],
    };
    const card = normaliseCard({ name: 'Coder', ...own });
    for (const field of Object.keys(own)) expect(cardBehind(card, door)).not.toHaveProperty(field);
  });
});
