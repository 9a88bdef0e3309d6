/** The parts of an agent card that the canvas shows; reads all A2A versions. */
export interface CardSummary {
  description: string;
  version: string;
  skills: readonly { name: string; description: string }[];
  streams: boolean;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Null: the agent has sent no card yet. */
export const cardSummary = (card: unknown): CardSummary | null => {
  if (!isFields(card)) return null;
  const skills = Array.isArray(card['skills']) ? (card['skills'] as unknown[]).filter(isFields) : [];
  const capabilities = isFields(card['capabilities']) ? card['capabilities'] : {};
  return {
    description: text(card['description']),
    version: text(card['version']),
    skills: skills.map((skill) => ({
      name: text(skill['name']) || text(skill['id']),
      description: text(skill['description']),
    })),
    streams: capabilities['streaming'] === true,
  };
};
