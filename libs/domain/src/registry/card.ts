import { GuildhallError, type Json, type JsonObject } from '@guildhall/contracts';

/** Bytes of a card's JSON. */
export const cardLimit = 32_768;
const longestName = 255;

const refuse = (path: string, reason: string): never => {
  throw new GuildhallError('AGENT_CARD_INVALID', { path, reason });
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textAt = (fields: JsonObject, key: string, path: string, otherwise: string): string => {
  const value = fields[key];
  if (value === undefined || value === null) return otherwise;
  return typeof value === 'string' ? value : refuse(`${path}.${key}`, 'it must be a text.');
};

const textsAt = (fields: JsonObject, key: string, path: string, otherwise: string[]): string[] => {
  const value = fields[key];
  if (value === undefined || value === null) return otherwise;
  if (!Array.isArray(value)) return refuse(`${path}.${key}`, 'it must be a list of texts.');
  return value.map((item, index) =>
    typeof item === 'string' ? item : refuse(`${path}.${key}[${index}]`, 'it must be a text.'),
  );
};

/**
 * A full A2A card (fields of 0.3 and 1.0) from whatever an agent sent: a name is the least it needs, skills may be
 * plain names. Fields that are not known here are kept; of the agent's own addresses only what everyone may see, because
 * a path may be what keeps others from calling it, and the log holds cards in clear. Throws AGENT_CARD_INVALID with the JSON path of the first fault.
 */
export const normaliseCard = (sent: JsonObject): JsonObject => {
  const card = withoutNulls(sent);
  const size = new TextEncoder().encode(JSON.stringify(card)).length;
  if (size > cardLimit) refuse('$', `it has ${size} bytes; ${cardLimit} are the limit.`);
  const name = textAt(card, 'name', '$', '').trim();
  if (name === '') refuse('$.name', 'a card needs a name.');
  if (name.length > longestName) refuse('$.name', `it is longer than ${longestName} characters.`);
  requireKnownShapes(card);
  return {
    ...withoutSecretPaths(card),
    name,
    description: textAt(card, 'description', '$', ''),
    version: textAt(card, 'version', '$', '0.0.0'),
    capabilities: capabilitiesOf(card),
    defaultInputModes: textsAt(card, 'defaultInputModes', '$', ['text/plain']),
    defaultOutputModes: textsAt(card, 'defaultOutputModes', '$', ['text/plain']),
    skills: skillsOf(card),
  };
};

/** The address of an agent without what only its callers may know; a text that is no address stays as it is. */
const publicPartOf = (address: string): string => {
  const url = URL.parse(address);
  return url === null || url.href === `${url.origin}/` || url.origin === 'null' ? address : `${url.origin}/`;
};

const withoutSecretPaths = (card: JsonObject): JsonObject => {
  const shown = { ...card };
  if (typeof card['url'] === 'string') shown['url'] = publicPartOf(card['url']);
  for (const key of ['additionalInterfaces', 'supportedInterfaces'])
    if (card[key] !== undefined && card[key] !== null)
      shown[key] = objectsAt(card, key, '$').map((one) => ({ ...one, url: publicPartOf(textAt(one, 'url', '$', '')) }));
  return shown;
};

/** Fields about calling the agent directly, and the signature that covers them: they do not hold for our endpoint. */
const aboutDirectCalls = new Set(['security', 'securitySchemes', 'securityRequirements', 'signatures']);

/**
 * A card as others get it: they call the agent at `endpoint`, which speaks JSON-RPC of A2A 0.3. The agent's own address
 * could name any host in its reader's network, and makes sense only where the agent runs.
 */
export const cardBehind = (card: JsonObject, endpoint: string): JsonObject => ({
  ...Object.fromEntries(Object.entries(card).filter(([field]) => !aboutDirectCalls.has(field))),
  url: endpoint,
  preferredTransport: 'JSONRPC',
  ...(card['additionalInterfaces'] ? { additionalInterfaces: [{ url: endpoint, transport: 'JSONRPC' }] } : {}),
  ...(card['supportedInterfaces']
    ? { supportedInterfaces: [{ url: endpoint, protocolBinding: 'JSONRPC', protocolVersion: '0.3' }] }
    : {}),
});

const capabilitiesOf = ({ capabilities }: JsonObject): JsonObject => {
  if (capabilities === undefined || capabilities === null) return {};
  // Short cards of the reference system list the names of what they can do.
  if (Array.isArray(capabilities))
    return Object.fromEntries(capabilities.map((name, index) => [capabilityName(name, index), true]));
  if (!isObject(capabilities)) return refuse('$.capabilities', 'it must be an object.');
  return capabilityFlags(withoutNulls(capabilities));
};

const capabilityFlags = (capabilities: JsonObject): JsonObject => {
  for (const flag of ['streaming', 'pushNotifications', 'stateTransitionHistory', 'extendedAgentCard']) {
    const value = capabilities[flag];
    if (value !== undefined && typeof value !== 'boolean')
      refuse(`$.capabilities.${flag}`, 'it must be true or false.');
  }
  objectsAt(capabilities, 'extensions', '$.capabilities').forEach((extension, index) => {
    requireText(extension, 'uri', `$.capabilities.extensions[${index}]`);
  });
  return capabilities;
};

/** Clients in many languages send null for what they leave out. */
const withoutNulls = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const capabilityName = (name: Json, index: number): string =>
  typeof name === 'string' ? name : refuse(`$.capabilities[${index}]`, 'it must be a text.');

const skillsOf = ({ skills }: JsonObject): JsonObject[] => {
  if (skills === undefined || skills === null) return [];
  if (!Array.isArray(skills)) return refuse('$.skills', 'it must be a list.');
  return skills.map((skill, index) => skillOf(skill, `$.skills[${index}]`));
};

const skillOf = (skill: Json, path: string): JsonObject => {
  if (typeof skill === 'string') return { id: idOf(skill), name: skill, description: '', tags: [] };
  if (!isObject(skill)) return refuse(path, 'a skill is an object or a name.');
  const name = textAt(skill, 'name', path, textAt(skill, 'id', path, ''));
  if (name === '') refuse(`${path}.name`, 'a skill needs a name or an id.');
  const examples = skill['examples'] ?? null;
  return {
    ...withoutNulls(skill),
    id: textAt(skill, 'id', path, idOf(name)),
    name,
    description: textAt(skill, 'description', path, ''),
    tags: textsAt(skill, 'tags', path, []),
    ...(examples === null ? {} : { examples: textsAt(skill, 'examples', path, []) }),
  };
};

const idOf = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, '-');

/** Fields that only one version of A2A has: they may be missing, but not be something else. */
const requireKnownShapes = (card: JsonObject): void => {
  for (const key of ['url', 'protocolVersion', 'preferredTransport', 'documentationUrl', 'iconUrl'])
    textAt(card, key, '$', '');
  objectsAt(card, 'additionalInterfaces', '$').forEach((one, index) =>
    requireText(one, 'url', `$.additionalInterfaces[${index}]`),
  );
  objectsAt(card, 'supportedInterfaces', '$').forEach((one, index) =>
    requireText(one, 'url', `$.supportedInterfaces[${index}]`),
  );
  for (const key of ['provider', 'securitySchemes']) {
    const value = card[key];
    if (value !== undefined && value !== null && !isObject(value)) refuse(`$.${key}`, 'it must be an object.');
  }
};

const objectsAt = (fields: JsonObject, key: string, path: string): JsonObject[] => {
  const value = fields[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return refuse(`${path}.${key}`, 'it must be a list.');
  return value.map((item, index) =>
    isObject(item) ? item : refuse(`${path}.${key}[${index}]`, 'it must be an object.'),
  );
};

const requireText = (fields: JsonObject, key: string, path: string): void => {
  if (textAt(fields, key, path, '') === '') refuse(`${path}.${key}`, 'it is missing.');
};
